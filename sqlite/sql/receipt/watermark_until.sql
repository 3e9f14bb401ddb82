-- The newest message that a reader had read at a time.
SELECT max(msg_ts) AS msg_ts
FROM read_receipts
WHERE channel = :channel AND reader = :reader AND coalesce(read_ts, msg_ts) <= :until
