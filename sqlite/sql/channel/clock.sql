-- The newest stamp a channel has handed out (s).
SELECT max(
    coalesce((SELECT max(changed_ts) FROM messages WHERE channel = :channel), 0),
    coalesce((SELECT max(ts) FROM messages WHERE channel = :channel), 0),
    coalesce((SELECT created_ts FROM private_channels WHERE id = :private_id), 0),
    coalesce((SELECT max(joined_ts) FROM private_channel_members WHERE channel_id = :private_id), 0)
) AS ts
