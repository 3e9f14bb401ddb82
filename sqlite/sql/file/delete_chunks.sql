-- Some chunks of a file, from the :n-th on.
DELETE FROM file_chunks
WHERE rowid IN (SELECT rowid FROM file_chunks WHERE file_id = :file_id AND n >= :n LIMIT :limit)
RETURNING n
