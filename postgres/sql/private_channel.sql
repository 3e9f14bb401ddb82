-- name: added_by
-- The private channels that somebody is in because one person added them.
SELECT c.id, c.name
FROM private_channel_members AS m
JOIN private_channels AS c ON c.id = m.channel_id
WHERE m.username = :username AND lower(m.added_by) = lower(:added_by) AND m.role <> 'owner' AND c.archived_ts IS NULL
ORDER BY m.channel_id

-- name: decline
INSERT INTO declined_channels (channel_id, username, name, declined_ts)
VALUES (:channel_id, :username, :name, :declined_ts)
ON CONFLICT (username, channel_id) DO UPDATE SET name = excluded.name, declined_ts = excluded.declined_ts
