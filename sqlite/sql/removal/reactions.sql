SELECT r.rowid AS id, r.channel, r.msg_ts
FROM message_reactions AS r
WHERE r.rowid > :after AND r.reactor = :name
ORDER BY r.rowid
LIMIT :limit
