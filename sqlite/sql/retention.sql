-- name: channel_messages
-- When the message that was sent first was sent, in the first channel after
-- :channel that has any.
SELECT channel, coalesce(sent_ts, ts) AS ts
FROM messages
WHERE channel > :channel
ORDER BY channel, coalesce(sent_ts, ts)
LIMIT 1

-- name: delete_messages
-- The messages that were sent first, before :before (s). The one with the
-- channel's newest change stays until that is as old: the channel's clock goes on
-- from it.
DELETE FROM messages
WHERE id IN (
    SELECT id FROM messages
    WHERE channel = :channel AND coalesce(sent_ts, ts) < :before
        AND changed_ts < max(:before, (SELECT max(changed_ts) FROM messages WHERE channel = :channel))
    ORDER BY coalesce(sent_ts, ts)
    LIMIT :limit
)
RETURNING ts

-- name: channel_reactions
-- The oldest reaction, by its message, of the first channel after :channel that
-- has any.
SELECT channel, msg_ts AS ts FROM message_reactions WHERE channel > :channel ORDER BY channel, msg_ts LIMIT 1

-- name: delete_reactions
-- The oldest reactions to messages before :before (s) that are gone.
DELETE FROM message_reactions
WHERE rowid IN (
    SELECT rowid FROM message_reactions AS r
    WHERE channel = :channel AND msg_ts < :before
        AND NOT EXISTS (SELECT 1 FROM messages AS m WHERE m.channel = r.channel AND m.ts = r.msg_ts)
    ORDER BY msg_ts
    LIMIT :limit
)
RETURNING msg_ts AS ts

-- name: channel_receipts
-- The oldest receipt, by its message, of the first channel after :channel that
-- has any.
SELECT channel, msg_ts AS ts FROM read_receipts WHERE channel > :channel ORDER BY channel, msg_ts LIMIT 1

-- name: delete_receipts
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
