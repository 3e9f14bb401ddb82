-- The messages of a range of numbers, and whether there are reactions to each.
SELECT id, channel, sender, content, content_type, ts, coalesce(sent_ts, ts) AS sent_ts,
    edited, edited_ts, coalesce(edited_at_ts, edited_ts) AS edited_at_ts, deleted, deleted_ts, reply_to_id, reactions_ts, files,
    EXISTS (SELECT 1 FROM message_reactions AS r WHERE r.channel = m.channel AND r.msg_ts = m.ts) AS reacted
FROM messages AS m
WHERE id BETWEEN :first AND :last
ORDER BY id
