-- Back to before a message, never forward; how far it had been read is kept.
UPDATE read_state
SET furthest_ts = greatest(furthest_ts, last_read_ts), last_read_ts = least(last_read_ts, :before)
WHERE user = :user AND channel = :channel
