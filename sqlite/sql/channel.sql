-- name: clock
-- The newest stamp a channel has handed out (s). Rows of other programs with
-- times after :latest (s) are no work of a clock and do not move this one.
SELECT max(
    coalesce((SELECT max(changed_ts) FROM messages WHERE channel = :channel AND changed_ts <= :latest), 0),
    coalesce((SELECT max(ts) FROM messages WHERE channel = :channel AND ts <= :latest), 0),
    coalesce((SELECT created_ts FROM private_channels WHERE id = :private_id AND created_ts <= :latest), 0),
    coalesce((SELECT max(joined_ts) FROM private_channel_members WHERE channel_id = :private_id AND joined_ts <= :latest), 0)
) AS ts

-- name: unread
-- How many messages of others came after :floor (s).
SELECT count(*) AS unread
FROM messages
WHERE channel = :channel AND ts > :floor AND sender <> :reader AND deleted = 0 AND content_type <> 'system'

-- name: first_unread
-- The first message of others after :floor (s): the first of those that
-- unread.sql counts.
SELECT ts
FROM messages
WHERE channel = :channel AND ts > :floor AND sender <> :reader AND deleted = 0 AND content_type <> 'system'
ORDER BY ts
LIMIT 1

-- name: recent
-- The channels that a person has read, the one with the newest message read first.
SELECT channel FROM read_state WHERE user = :user ORDER BY last_read_ts DESC LIMIT :limit

-- name: names
-- What the channels are called that somebody may name: all public ones, and the private ones in use that they are a member of.
SELECT channel, name FROM public_channels
UNION ALL
SELECT 'private:' || c.id AS channel, c.name
FROM private_channel_members AS m
JOIN private_channels AS c ON c.id = m.channel_id
WHERE m.username = :username AND c.archived_ts IS NULL
