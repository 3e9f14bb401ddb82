-- The oldest receipts to messages before :before (s) that are gone.
DELETE FROM read_receipts
WHERE rowid IN (
    SELECT rowid FROM read_receipts AS r
    WHERE channel = :channel AND msg_ts < :before
        AND NOT EXISTS (SELECT 1 FROM messages AS m WHERE m.channel = r.channel AND m.ts = r.msg_ts)
    ORDER BY msg_ts
    LIMIT :limit
)
RETURNING msg_ts AS ts
