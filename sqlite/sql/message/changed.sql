-- Those that changed last, the latest first.
SELECT id, channel, sender, content, content_type, ts, edited, edited_ts, deleted, deleted_ts, reply_to_id, reactions_ts
FROM messages
WHERE channel = :channel
ORDER BY changed_ts DESC
LIMIT :limit
