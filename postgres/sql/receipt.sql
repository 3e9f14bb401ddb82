-- name: mark_unread
-- Back to before a message, never forward; how far it had been read is kept.
UPDATE read_state
SET furthest_ts = greatest(furthest_ts, last_read_ts), last_read_ts = least(last_read_ts, :before)
WHERE user = :user AND channel = :channel

-- name: last_read
SELECT last_read_ts, greatest(last_read_ts, furthest_ts) AS furthest_ts FROM read_state WHERE user = :user AND channel = :channel

-- name: set_last_read
-- Forward, never back.
INSERT INTO read_state (user, channel, last_read_ts)
VALUES (:user, :channel, :last_read_ts)
ON CONFLICT (user, channel) DO UPDATE SET last_read_ts = greatest(read_state.last_read_ts, excluded.last_read_ts)
