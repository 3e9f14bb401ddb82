-- The page before a stamp, newest first.
SELECT id, channel, sender, content, content_type, ts, coalesce(sent_ts, ts) AS sent_ts,
    edited, edited_ts, coalesce(edited_at_ts, edited_ts) AS edited_at_ts,
    deleted, deleted_ts, deleted_by, deleted_as, reply_to_id, reactions_ts, mentions, files
FROM messages
WHERE channel = :channel AND ts < :before AND ts >= :history_start_ts AND deleted = 0
ORDER BY ts DESC
LIMIT :limit
