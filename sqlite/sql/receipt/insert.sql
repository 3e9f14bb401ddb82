-- A receipt for every message of others after :floor up to :up_to (s).
INSERT OR IGNORE INTO read_receipts (channel, msg_ts, reader, read_ts)
SELECT channel, ts, :reader, :read_ts
FROM messages
WHERE channel = :channel AND ts > :floor AND ts <= :up_to AND sender <> :reader AND deleted = 0
