UPDATE private_channels SET archived_ts = :archived_ts WHERE id = :id
