SELECT last_read_ts FROM read_state WHERE user = :user AND channel = :channel
