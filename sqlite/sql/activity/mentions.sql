-- The mentions of somebody before a place, the newest first.
SELECT message_id AS id, message_id, ts
FROM mentions
WHERE username = :username AND untold = 0 AND (ts, message_id) < (:ts, :id)
ORDER BY ts DESC, message_id DESC
LIMIT :limit
