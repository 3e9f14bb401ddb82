SELECT id, name, created_by, created_ts FROM private_channels WHERE id = :id AND archived_ts IS NULL
