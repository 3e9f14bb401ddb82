-- What somebody uploaded and is kept. The content of each is at /files/:id/:name.
SELECT id, message_id, name, type, size, width, height, uploaded_ts
FROM files
WHERE uploader = :username AND state IN ('ready', 'expired')
ORDER BY message_id, id
