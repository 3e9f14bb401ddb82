-- What somebody wrote; of what is deleted no text.
SELECT id, channel, CASE WHEN deleted = 0 THEN content END AS content, ts, coalesce(sent_ts, ts) AS sent_ts,
    edited, edited_ts, deleted, deleted_ts, reply_to_id
FROM messages
WHERE rowid > :after AND rowid <= :until AND sender = :username AND content_type = 'text'
ORDER BY rowid
LIMIT :limit
