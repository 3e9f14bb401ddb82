-- The oldest message of the first channel after :channel that has any.
SELECT channel, ts FROM messages WHERE channel > :channel ORDER BY channel, ts LIMIT 1
