-- The private channels in use that someone is a member of.
SELECT c.id, c.name, m.joined_ts, m.history_start_ts
FROM private_channel_members AS m
JOIN private_channels AS c ON c.id = m.channel_id
WHERE m.username = :user AND c.archived_ts IS NULL
