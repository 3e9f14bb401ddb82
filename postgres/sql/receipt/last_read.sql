SELECT last_read_ts, greatest(last_read_ts, furthest_ts) AS furthest_ts FROM read_state WHERE user = :user AND channel = :channel
