-- The files that someone has chosen for a channel and not sent yet.
SELECT id, message_id, uploader, channel, name, type, size, width, height, uploaded_ts, state
FROM files
WHERE message_id IS NULL AND uploader = :uploader AND channel = :channel AND state = 'ready'
ORDER BY id
