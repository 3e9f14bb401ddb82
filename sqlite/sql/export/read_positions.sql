SELECT channel, last_read_ts FROM read_state WHERE user = :username ORDER BY channel
