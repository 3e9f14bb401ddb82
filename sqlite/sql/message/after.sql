-- What changed after the cursor, in the order it changed. A visible message
-- has changed_ts >= ts >= history_start_ts, which bounds the index range.
SELECT id, channel, sender, content, content_type, ts, coalesce(sent_ts, ts) AS sent_ts,
    edited, edited_ts, coalesce(edited_at_ts, edited_ts) AS edited_at_ts,
    deleted, deleted_ts, deleted_by, deleted_as, reply_to_id, reactions_ts, mentions, files
FROM messages
WHERE channel = :channel AND changed_ts > :after AND changed_ts >= :history_start_ts AND ts >= :history_start_ts
ORDER BY changed_ts
LIMIT :limit
