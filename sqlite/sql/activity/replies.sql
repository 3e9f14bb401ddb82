-- The replies to what somebody wrote, before a place, the newest first.
SELECT id, id AS message_id, ts
FROM messages
WHERE reply_to_sender = :username AND (ts, id) < (:ts, :id)
ORDER BY ts DESC, id DESC
LIMIT :limit
