-- What was sent before an account was made is older than it, though its stamp is
-- ahead of the clock.
INSERT OR IGNORE INTO read_state (user, channel, last_read_ts)
SELECT :user, :channel, max(ts)
FROM messages
WHERE channel = :channel AND ts > :created_ts AND coalesce(sent_ts, ts) <= :created_ts
HAVING max(ts) IS NOT NULL
