-- name: of_uploader
-- The files with content that somebody uploaded.
SELECT id, message_id, uploader, channel, name, type, size, width, height, uploaded_ts, state
FROM files
WHERE uploader = :username AND state = 'ready'
ORDER BY message_id NULLS FIRST, id

-- name: insert_chunk
INSERT INTO file_chunks (file_id, n, data) VALUES (:file_id, :n, :data)
ON CONFLICT (file_id, n) DO UPDATE SET data = excluded.data

-- name: insert_thumbnail
INSERT INTO file_thumbnails (file_id, type, data) VALUES (:file_id, :type, :data)
ON CONFLICT (file_id) DO UPDATE SET type = excluded.type, data = excluded.data

-- name: export_files
-- What somebody uploaded and is kept; the content of those that have not expired is a file of its own.
SELECT id, message_id, name, type, size, width, height, uploaded_ts, state
FROM files
WHERE uploader = :username AND state IN ('ready', 'expired')
ORDER BY message_id NULLS FIRST, id
