-- One member of a private channel in use.
SELECT m.joined_ts, m.history_start_ts
FROM private_channel_members AS m
JOIN private_channels AS c ON c.id = m.channel_id
WHERE m.channel_id = :channel_id AND m.username = :user AND c.archived_ts IS NULL
