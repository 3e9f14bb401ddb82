-- name: clock
-- The newest stamp a channel has handed out (s). Those after :latest (s) are no work
-- of a clock and do not move this one.
SELECT greatest(
    coalesce((SELECT max(changed_ts) FROM messages WHERE channel = :channel AND changed_ts <= :latest), 0),
    coalesce((SELECT max(ts) FROM messages WHERE channel = :channel AND ts <= :latest), 0),
    coalesce((SELECT created_ts FROM private_channels WHERE id = :private_id AND created_ts <= :latest), 0),
    coalesce((SELECT max(joined_ts) FROM private_channel_members WHERE channel_id = :private_id AND joined_ts <= :latest), 0)
) AS ts
