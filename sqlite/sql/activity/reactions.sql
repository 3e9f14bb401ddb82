-- The reactions to what somebody wrote, before a place, the newest first.
SELECT r.rowid AS id, m.id AS message_id, coalesce(r.reacted_ts, r.msg_ts) AS ts, r.reactor, r.emoji
FROM message_reactions AS r
JOIN messages AS m ON m.channel = r.channel AND m.ts = r.msg_ts
WHERE r.author = :username AND (coalesce(r.reacted_ts, r.msg_ts), r.rowid) < (:ts, :id)
ORDER BY coalesce(r.reacted_ts, r.msg_ts) DESC, r.rowid DESC
LIMIT :limit
