-- Files that were not sent, or did not come to their end, within their time.
SELECT id FROM files WHERE state = 'arriving' AND uploaded_ts < :arriving
UNION ALL
SELECT id FROM files WHERE state = 'ready' AND uploaded_ts < :waiting AND message_id IS NULL
LIMIT :limit
