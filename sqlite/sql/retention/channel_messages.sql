-- When the message that was sent first was sent, in the first channel after
-- :channel that has any.
SELECT channel, coalesce(sent_ts, ts) AS ts
FROM messages
WHERE channel > :channel
ORDER BY channel, coalesce(sent_ts, ts)
LIMIT 1
