-- name: insert
INSERT INTO public_channels (channel, name, created_by, created_ts)
VALUES (:channel, :channel, :created_by, :created_ts)

-- name: find
SELECT name, created_by, archived_ts FROM public_channels WHERE channel = :channel

-- name: list
SELECT channel FROM public_channels WHERE archived_ts IS NULL ORDER BY channel

-- name: membership
SELECT joined, since_ts FROM public_channel_members WHERE channel = :channel AND username = :user

-- name: members
-- Who has joined a channel, or with :joined 0 has left it.
SELECT username FROM public_channel_members WHERE channel = :channel AND joined = :joined ORDER BY username

-- name: memberships
-- What somebody has joined and left.
SELECT channel, joined FROM public_channel_members WHERE username = :user ORDER BY channel

-- name: set_member
INSERT INTO public_channel_members (channel, username, joined, since_ts)
VALUES (:channel, :username, :joined, :since_ts)
ON CONFLICT (channel, username) DO UPDATE SET joined = excluded.joined, since_ts = excluded.since_ts

-- name: archived
SELECT channel FROM public_channels WHERE archived_ts IS NOT NULL ORDER BY channel

-- name: archive
-- Archives a channel, or with :archived_ts NULL brings it back. One of --channels gets its row by this.
INSERT INTO public_channels (channel, name, archived_ts) VALUES (:channel, :channel, :archived_ts)
ON CONFLICT (channel) DO UPDATE SET archived_ts = excluded.archived_ts

-- name: rename
-- Renames a channel. One of --channels gets its row by this.
INSERT INTO public_channels (channel, name) VALUES (:channel, :name)
ON CONFLICT (channel) DO UPDATE SET name = excluded.name

-- name: renamed
-- What public channels are called that are not called as at first.
SELECT channel, name FROM public_channels WHERE name <> channel

-- name: taken
-- Another channel that is called so, or was at first.
SELECT channel FROM public_channels WHERE name = :name AND channel <> :channel
UNION ALL
SELECT channel FROM public_channels WHERE channel = :name AND channel <> :channel

-- name: export_public_channels
-- What somebody joined or left, and whether they made it.
SELECT members.channel, members.joined, members.since_ts, coalesce(made.created_by = :username, 0) AS made
FROM public_channel_members AS members LEFT JOIN public_channels AS made ON made.channel = members.channel
WHERE members.username = :username
ORDER BY members.channel
