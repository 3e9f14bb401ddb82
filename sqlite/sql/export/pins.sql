SELECT message_id, channel, pinned_ts FROM pins WHERE pinned_by = :username ORDER BY message_id
