-- One name that a message mentions: an account other than its sender's, with access to
-- the channel.
INSERT INTO mentions (message_id, username, channel, ts)
SELECT m.id, u.username, m.channel, m.ts
FROM messages AS m JOIN users AS u ON u.username = :username
WHERE m.id = :message_id AND m.deleted = 0 AND m.content_type = 'text' AND u.username <> m.sender
    AND CASE
        WHEN m.channel LIKE 'dm:%' THEN instr(m.channel || ':', ':' || u.username || ':') > 0
        WHEN m.channel LIKE 'private:%' THEN EXISTS (
            SELECT 1 FROM private_channel_members AS p
            WHERE p.channel_id = CAST(substr(m.channel, 9) AS INTEGER) AND p.username = u.username)
        ELSE TRUE
    END
ON CONFLICT DO NOTHING
