SELECT id, message_id, uploader, channel, name, type, size, width, height, uploaded_ts, state
FROM files
WHERE message_id = :message_id
ORDER BY position, id
