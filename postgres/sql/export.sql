-- name: messages
-- What somebody wrote; of what is deleted no text.
SELECT id, channel, CASE WHEN deleted = 0 THEN content END AS content, ts, coalesce(sent_ts, ts) AS sent_ts,
    edited, edited_ts, deleted, deleted_ts, reply_to_id
FROM messages
WHERE id > :after AND id <= :until AND sender = :username AND content_type = 'text'
ORDER BY id
LIMIT :limit

-- name: files
-- What somebody uploaded and is kept; the content of those that have not expired is a file of its own.
SELECT id, message_id, name, type, size, width, height, uploaded_ts, state
FROM files
WHERE uploader = :username AND state IN ('ready', 'expired')
ORDER BY message_id NULLS FIRST, id

-- name: public_channels
-- What somebody joined or left, and whether they made it.
SELECT members.channel, members.joined, members.since_ts, CASE WHEN made.created_by = :username THEN 1 ELSE 0 END AS made
FROM public_channel_members AS members LEFT JOIN public_channels AS made ON made.channel = members.channel
WHERE members.username = :username
ORDER BY members.channel

-- name: messages_highest
SELECT coalesce(max(id), 0) AS highest FROM messages
