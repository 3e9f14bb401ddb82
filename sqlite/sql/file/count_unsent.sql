-- How many files of someone's arrive or wait to be sent.
SELECT count(*) AS n FROM files
WHERE message_id IS NULL AND uploader = :uploader AND state IN ('arriving', 'ready')
