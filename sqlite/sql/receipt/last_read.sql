SELECT last_read_ts, max(last_read_ts, coalesce(furthest_ts, 0)) AS furthest_ts FROM read_state WHERE user = :user AND channel = :channel
