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
