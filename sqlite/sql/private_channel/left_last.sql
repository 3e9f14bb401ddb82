SELECT coalesce(c.archived_ts, 0) = f.left_ts OR EXISTS (
    SELECT 1 FROM messages AS m
    WHERE m.channel = 'private:' || f.channel_id AND m.ts >= f.left_ts AND m.content_type = 'system' AND m.content = :said
) AS left, f.left_ts
FROM private_channel_former AS f
JOIN private_channels AS c ON c.id = f.channel_id
WHERE f.username = :username AND f.left_ts >= :since
ORDER BY f.left_ts DESC
LIMIT 1
