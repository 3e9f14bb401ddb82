-- name: delete_messages
-- The messages that were sent first, before :before (s). The one with the
-- channel's newest change stays until that is as old: the channel's clock goes on
-- from it.
DELETE FROM messages
WHERE id IN (
    SELECT id FROM messages
    WHERE channel = :channel AND coalesce(sent_ts, ts) < :before
        AND changed_ts < greatest(:before, (SELECT max(changed_ts) FROM messages WHERE channel = :channel))
    ORDER BY coalesce(sent_ts, ts)
    LIMIT :limit
)
RETURNING ts
