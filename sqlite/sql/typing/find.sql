SELECT ts, started_ts FROM typing WHERE user = :user AND channel = :channel
