-- What each of the talkers is to be answered: the path, the person and the JSON.

WITH RECURSIVE talker (i, name) AS (
    SELECT 0, 'person00' UNION ALL SELECT i + 1, printf('person%02d', i + 1) FROM talker WHERE i + 1 < (SELECT talkers FROM size)
)
SELECT '/messages/general?after=0&limit=50', t.name, (
    SELECT json_group_array(json_object('id', id, 'channel', channel, 'sender', sender, 'ts', ts, 'sent_ts', ts, 'content_type', 'text',
        'content', content, 'edited', 0, 'edited_ts', NULL, 'deleted', 0, 'deleted_ts', NULL, 'reply_to_id', NULL,
        'reactions', NULL, 'reactions_ts', NULL) ORDER BY id)
    FROM messages, size WHERE channel = 'general' AND id BETWEEN size.messages - 49 AND size.messages)
FROM talker AS t
UNION ALL
-- The newest message of another that each has read, which is all of them.
SELECT '/read_receipts/general', t.name, (
    SELECT json_group_object(reader.name, (SELECT max(ts) FROM messages, size
        WHERE channel = 'general' AND id >= size.messages - 1 AND sender <> reader.name))
    FROM talker AS reader)
FROM talker AS t
UNION ALL
-- The channels of the person's team, each with one message by its first member.
SELECT '/private_channels', t.name, (
    SELECT json_group_array(json_object('id', c.id, 'channel', 'private:' || c.id, 'name', c.name, 'unread', c.created_by <> t.name,
        'members', json((SELECT json_group_array(m.username ORDER BY m.username) FROM private_channel_members AS m WHERE m.channel_id = c.id))) ORDER BY c.id)
    FROM private_channels AS c JOIN private_channel_members AS own ON own.channel_id = c.id AND own.username = t.name)
FROM talker AS t
