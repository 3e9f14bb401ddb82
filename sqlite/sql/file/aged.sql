-- Files of messages that were sent before :before (s).
SELECT f.id, m.channel, m.id AS message_id FROM files AS f JOIN messages AS m ON m.id = f.message_id
WHERE f.state = 'ready' AND f.uploaded_ts < :before AND coalesce(m.sent_ts, m.ts) < :before
LIMIT :limit
