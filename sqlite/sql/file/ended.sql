-- A file that is to go and has some content, or nothing but its row.
SELECT id, state FROM files WHERE state = 'removed'
UNION ALL
SELECT id, state FROM files WHERE state = 'expired' AND size > 0
LIMIT 1
