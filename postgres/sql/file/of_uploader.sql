-- The files with content that somebody uploaded.
SELECT id, message_id, uploader, channel, name, type, size, width, height, uploaded_ts, state
FROM files
WHERE uploader = :username AND state = 'ready'
ORDER BY message_id NULLS FIRST, id
