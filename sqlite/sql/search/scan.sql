-- The messages of a range of ids, the highest first.
SELECT id, channel, sender, content, content_type, ts, coalesce(sent_ts, ts) AS sent_ts,
    edited, edited_ts, coalesce(edited_at_ts, edited_ts) AS edited_at_ts, deleted, deleted_ts, reply_to_id, reactions_ts, mentions, files
FROM messages
WHERE id BETWEEN :first AND :last
ORDER BY id DESC
