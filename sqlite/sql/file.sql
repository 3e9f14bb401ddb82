-- name: of_uploader
-- The files with content that somebody uploaded.
SELECT id, message_id, uploader, channel, name, type, size, width, height, uploaded_ts, state
FROM files
WHERE uploader = :username AND state = 'ready'
ORDER BY message_id, id

-- name: insert
INSERT INTO files (uploader, channel, name, type, size, uploaded_ts, state)
VALUES (:uploader, :channel, :name, :type, :size, :uploaded_ts, 'arriving')

-- name: total
-- How many bytes all files take.
SELECT bytes FROM files_total WHERE id = 1

-- name: count_unsent
-- How many files of someone's arrive or wait to be sent.
SELECT count(*) AS n FROM files
WHERE message_id IS NULL AND uploader = :uploader AND state IN ('arriving', 'ready')

-- name: unsent
-- The files that someone has chosen for a channel and not sent yet.
SELECT id, message_id, uploader, channel, name, type, size, width, height, uploaded_ts, state
FROM files
WHERE message_id IS NULL AND uploader = :uploader AND channel = :channel AND state = 'ready'
ORDER BY id

-- name: find
SELECT id, message_id, uploader, channel, name, type, size, width, height, uploaded_ts, state
FROM files
WHERE id = :id AND state IN ('ready', 'expired')

-- name: of_message
SELECT id, message_id, uploader, channel, name, type, size, width, height, uploaded_ts, state
FROM files
WHERE message_id = :message_id
ORDER BY position, id

-- name: finish
-- Ends the arrival of a file.
UPDATE files SET type = :type, size = :size, width = :width, height = :height, state = 'ready'
WHERE id = :id AND state = 'arriving'
RETURNING id

-- name: send
-- Gives a file that waits to a message, at its place among the message's files.
UPDATE files SET message_id = :message_id, channel = NULL, position = :position WHERE id = :id

-- name: count
-- How many files a message carries.
UPDATE messages SET files = :files WHERE id = :id

-- name: drop
-- Lets a file go that is in no message, and its room to others.
UPDATE files SET state = 'removed', size = 0 WHERE id = :id AND message_id IS NULL AND uploader = :uploader

-- name: insert_chunk
INSERT OR REPLACE INTO file_chunks (file_id, n, data) VALUES (:file_id, :n, :data)

-- name: delete_chunks
-- Some chunks of a file, from the :n-th on.
DELETE FROM file_chunks
WHERE rowid IN (SELECT rowid FROM file_chunks WHERE file_id = :file_id AND n >= :n LIMIT :limit)
RETURNING n

-- name: chunk
SELECT data FROM file_chunks WHERE file_id = :file_id AND n = :n

-- name: insert_thumbnail
INSERT OR REPLACE INTO file_thumbnails (file_id, type, data) VALUES (:file_id, :type, :data)

-- name: thumbnail
SELECT type, data FROM file_thumbnails WHERE file_id = :file_id

-- name: stale
-- Files that were not sent, or did not come to their end, within their time.
SELECT id FROM files WHERE state = 'arriving' AND uploaded_ts < :arriving
UNION ALL
SELECT id FROM files WHERE state = 'ready' AND uploaded_ts < :waiting AND message_id IS NULL
LIMIT :limit

-- name: aged
-- Files of messages that were sent before :before (s).
SELECT f.id, m.channel, m.id AS message_id FROM files AS f JOIN messages AS m ON m.id = f.message_id
WHERE f.state = 'ready' AND f.uploaded_ts < :before AND coalesce(m.sent_ts, m.ts) < :before
LIMIT :limit

-- name: set_state
UPDATE files SET state = :state WHERE id = :id

-- name: ended
-- A file that is to go and has some content, or nothing but its row.
SELECT id, state FROM files WHERE state = 'removed'
UNION ALL
SELECT id, state FROM files WHERE state = 'expired' AND size > 0
LIMIT 1

-- name: delete
DELETE FROM files WHERE id = :id AND state = 'removed'

-- name: empty
-- Only the name of a file is left.
UPDATE files SET size = 0, width = NULL, height = NULL WHERE id = :id AND state = 'expired'

-- name: delete_thumbnail
DELETE FROM file_thumbnails WHERE file_id = :file_id

-- name: export_files
-- What somebody uploaded and is kept; the content of those that have not expired is a file of its own.
SELECT id, message_id, name, type, size, width, height, uploaded_ts, state
FROM files
WHERE uploader = :username AND state IN ('ready', 'expired')
ORDER BY message_id, id
