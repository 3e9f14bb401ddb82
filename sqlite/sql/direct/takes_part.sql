SELECT 1 FROM dm_participants WHERE username = :user AND channel = :channel
