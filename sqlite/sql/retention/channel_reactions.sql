-- The oldest reaction, by its message, of the first channel after :channel that
-- has any.
SELECT channel, msg_ts AS ts FROM message_reactions WHERE channel > :channel ORDER BY channel, msg_ts LIMIT 1
