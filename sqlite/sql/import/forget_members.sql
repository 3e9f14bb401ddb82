DELETE FROM imported_members WHERE channel_id = :channel_id
