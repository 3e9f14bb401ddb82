-- The private channels in use that somebody is a member of.
SELECT 'private:' || c.id AS channel, c.name, m.role, m.joined_ts, m.history_start_ts
FROM private_channel_members AS m
JOIN private_channels AS c ON c.id = m.channel_id
WHERE m.username = :username AND c.archived_ts IS NULL
ORDER BY c.id
