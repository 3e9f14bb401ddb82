-- The private channels that nobody may add somebody to, as they were called then.
SELECT channel_id, name, declined_ts FROM declined_channels WHERE username = :username ORDER BY channel_id
