-- name: mentions
-- The mentions of somebody before a place, the newest first.
SELECT message_id AS id, message_id, ts
FROM mentions
WHERE username = :username AND untold = 0 AND (ts, message_id) < (:ts, :id)
ORDER BY ts DESC, message_id DESC
LIMIT :limit

-- name: replies
-- The replies to what somebody wrote, before a place, the newest first.
SELECT id, id AS message_id, ts
FROM messages
WHERE reply_to_sender = :username AND (ts, id) < (:ts, :id)
ORDER BY ts DESC, id DESC
LIMIT :limit

-- name: reactions
-- The reactions to what somebody wrote, before a place, the newest first.
SELECT r.rowid AS id, m.id AS message_id, coalesce(r.reacted_ts, r.msg_ts) AS ts, r.reactor, r.emoji
FROM message_reactions AS r
JOIN messages AS m ON m.channel = r.channel AND m.ts = r.msg_ts
WHERE r.author = :username AND (coalesce(r.reacted_ts, r.msg_ts), r.rowid) < (:ts, :id)
ORDER BY coalesce(r.reacted_ts, r.msg_ts) DESC, r.rowid DESC
LIMIT :limit
