SELECT rowid AS number, channel, msg_ts, emoji, reacted_ts
FROM message_reactions
WHERE rowid > :after AND rowid <= :until AND reactor = :username
ORDER BY rowid
LIMIT :limit
