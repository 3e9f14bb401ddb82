-- Back to before a message, never forward; how far it had been read is kept.
UPDATE read_state
SET furthest_ts = max(coalesce(furthest_ts, 0), last_read_ts), last_read_ts = min(last_read_ts, :before)
WHERE user = :user AND channel = :channel
