-- name: export_messages
-- What somebody wrote; of what is deleted no text.
SELECT id, channel, CASE WHEN deleted = 0 THEN content END AS content, ts, coalesce(sent_ts, ts) AS sent_ts,
    edited, edited_ts, deleted, deleted_ts, reply_to_id
FROM messages
WHERE id > :after AND id <= :until AND sender = :username AND content_type = 'text'
ORDER BY id
LIMIT :limit

-- name: export_messages_highest
SELECT coalesce(max(id), 0) AS highest FROM messages
