-- The oldest receipt, by its message, of the first channel after :channel that
-- has any.
SELECT channel, msg_ts AS ts FROM read_receipts WHERE channel > :channel ORDER BY channel, msg_ts LIMIT 1
