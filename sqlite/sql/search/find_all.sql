-- Messages by their numbers, which :ids lists with commas between, the highest first.
SELECT id, channel, sender, content, content_type, ts, coalesce(sent_ts, ts) AS sent_ts,
    edited, edited_ts, coalesce(edited_at_ts, edited_ts) AS edited_at_ts,
    deleted, deleted_ts, deleted_by, deleted_as, reply_to_id, reactions_ts, mentions, files
FROM messages
WHERE id IN (SELECT value FROM json_each('[' || :ids || ']'))
ORDER BY id DESC
