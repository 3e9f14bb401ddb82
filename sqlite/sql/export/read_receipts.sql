SELECT rowid AS number, channel, msg_ts, read_ts
FROM read_receipts
WHERE rowid > :after AND rowid <= :until AND reader = :username
ORDER BY rowid
LIMIT :limit
