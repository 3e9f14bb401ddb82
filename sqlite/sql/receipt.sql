-- name: watermark_until
-- The newest message that a reader had read at a time.
SELECT max(msg_ts) AS msg_ts
FROM read_receipts
WHERE channel = :channel AND reader = :reader AND coalesce(read_ts, msg_ts) <= :until

-- name: mark_unread
-- Back to before a message, never forward; how far it had been read is kept.
UPDATE read_state
SET furthest_ts = max(coalesce(furthest_ts, 0), last_read_ts), last_read_ts = min(last_read_ts, :before)
WHERE user = :user AND channel = :channel

-- name: insert
-- A receipt for every message of others after :floor up to :up_to (s).
INSERT OR IGNORE INTO read_receipts (channel, msg_ts, reader, read_ts)
SELECT channel, ts, :reader, :read_ts
FROM messages
WHERE channel = :channel AND ts > :floor AND ts <= :up_to AND sender <> :reader AND deleted = 0

-- name: list
SELECT r.reader, r.read_ts
FROM read_receipts AS r
LEFT JOIN users AS u ON u.username = r.reader
WHERE r.channel = :channel AND r.msg_ts = :msg_ts AND coalesce(u.share_receipts, 1) = 1
ORDER BY r.read_ts, r.reader

-- name: watermarks
-- The newest receipt of each reader: one step of the index a reader, whatever
-- the number of receipts.
WITH RECURSIVE readers (reader) AS (
    SELECT min(reader) FROM read_receipts WHERE channel = :channel
    UNION ALL
    SELECT (SELECT min(next.reader) FROM read_receipts AS next WHERE next.channel = :channel AND next.reader > readers.reader)
    FROM readers
    WHERE readers.reader IS NOT NULL
)
SELECT readers.reader, (
    SELECT max(newest.msg_ts) FROM read_receipts AS newest
    WHERE newest.channel = :channel AND newest.reader = readers.reader
) AS msg_ts
FROM readers
LEFT JOIN users AS u ON u.username = readers.reader
WHERE readers.reader IS NOT NULL AND coalesce(u.share_receipts, 1) = 1

-- name: last_read
SELECT last_read_ts, max(last_read_ts, coalesce(furthest_ts, 0)) AS furthest_ts FROM read_state WHERE user = :user AND channel = :channel

-- name: set_last_read
-- Forward, never back.
INSERT INTO read_state (user, channel, last_read_ts)
VALUES (:user, :channel, :last_read_ts)
ON CONFLICT (user, channel) DO UPDATE SET last_read_ts = max(last_read_ts, excluded.last_read_ts)

-- name: step
-- Where the first :many messages after :floor up to :up_to (s) end, and how many there are.
SELECT max(ts) AS ts, count(*) AS messages
FROM (SELECT ts FROM messages WHERE channel = :channel AND ts > :floor AND ts <= :up_to ORDER BY ts LIMIT :many) AS first

-- name: export_read_receipts
SELECT rowid AS number, channel, msg_ts, read_ts
FROM read_receipts
WHERE rowid > :after AND rowid <= :until AND reader = :username
ORDER BY rowid
LIMIT :limit

-- name: export_read_positions
SELECT channel, last_read_ts FROM read_state WHERE user = :username ORDER BY channel
