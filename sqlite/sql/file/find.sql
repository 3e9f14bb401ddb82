SELECT id, message_id, uploader, channel, name, type, size, width, height, uploaded_ts, state
FROM files
WHERE id = :id AND state IN ('ready', 'expired')
