-- name: export_public_channels
-- What somebody joined or left, and whether they made it.
SELECT members.channel, members.joined, members.since_ts, CASE WHEN made.created_by = :username THEN 1 ELSE 0 END AS made
FROM public_channel_members AS members LEFT JOIN public_channels AS made ON made.channel = members.channel
WHERE members.username = :username
ORDER BY members.channel
