-- The first message that the reader sees, from :start (s) on, which was sent at
-- :from (s) or later.
SELECT id
FROM messages
WHERE channel = :channel AND coalesce(sent_ts, ts) >= :from AND ts >= :start AND deleted = 0
ORDER BY coalesce(sent_ts, ts)
LIMIT 1
