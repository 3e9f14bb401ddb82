-- What the channels are called that somebody may name: all public ones, and the private ones in use that they are a member of.
SELECT channel, name FROM public_channels
UNION ALL
SELECT 'private:' || c.id AS channel, c.name
FROM private_channel_members AS m
JOIN private_channels AS c ON c.id = m.channel_id
WHERE m.username = :username AND c.archived_ts IS NULL
