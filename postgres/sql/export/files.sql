-- What somebody uploaded and is kept; the content of those that have not expired is a file of its own.
SELECT id, message_id, name, type, size, width, height, uploaded_ts, state
FROM files
WHERE uploader = :username AND state IN ('ready', 'expired')
ORDER BY message_id NULLS FIRST, id
