SELECT c.id, c.name, c.created_by, c.created_ts
FROM private_channel_members AS m
JOIN private_channels AS c ON c.id = m.channel_id
WHERE m.username = :username AND c.archived_ts >= :since
ORDER BY c.archived_ts DESC
LIMIT 1
