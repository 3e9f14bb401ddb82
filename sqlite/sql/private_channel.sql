-- name: added_by
-- The private channels that somebody is in because one person added them.
SELECT c.id, c.name
FROM private_channel_members AS m
JOIN private_channels AS c ON c.id = m.channel_id
WHERE m.username = :username AND m.added_by = :added_by COLLATE NOCASE AND m.role <> 'owner' AND c.archived_ts IS NULL
ORDER BY m.channel_id

-- name: decline
INSERT INTO declined_channels (channel_id, username, name, declined_ts)
VALUES (:channel_id, :username, :name, :declined_ts)
ON CONFLICT DO UPDATE SET name = excluded.name, declined_ts = excluded.declined_ts

-- name: is_declined
SELECT 1 FROM declined_channels WHERE channel_id = :channel_id AND username = :username

-- name: declined
-- The private channels that nobody may add somebody to, as they were called then.
SELECT channel_id, name, declined_ts FROM declined_channels WHERE username = :username ORDER BY channel_id

-- name: accept_again
DELETE FROM declined_channels WHERE channel_id = :channel_id AND username = :username

-- name: added_since
-- Of how many channels somebody is a member because one person added them of late.
SELECT count(*) AS added
FROM private_channel_members
WHERE username = :username AND added_by = :added_by AND coalesce(joined_at_ts, joined_ts) > :since

-- name: insert
INSERT INTO private_channels (name, created_by, created_ts) VALUES (:name, :created_by, :created_ts)

-- name: find
SELECT id, name, created_by, created_ts FROM private_channels WHERE id = :id AND archived_ts IS NULL

-- name: list
SELECT c.id, c.name, c.created_by, c.created_ts
FROM private_channel_members AS m
JOIN private_channels AS c ON c.id = m.channel_id
WHERE m.username = :user AND c.archived_ts IS NULL
ORDER BY m.channel_id

-- name: members
SELECT m.username, m.role, m.joined_ts, coalesce(m.joined_at_ts, m.joined_ts) AS joined_at_ts, m.history_start_ts,
    u.deactivated_ts IS NOT NULL AS deactivated, u.bot_owner IS NOT NULL AS bot
FROM private_channel_members AS m
LEFT JOIN users AS u ON u.username = m.username
WHERE m.channel_id = :channel_id
ORDER BY m.username

-- name: rename
UPDATE private_channels SET name = :name WHERE id = :id

-- name: archive
UPDATE private_channels SET archived_ts = :archived_ts WHERE id = :id

-- name: insert_member
INSERT INTO private_channel_members (channel_id, username, joined_ts, joined_at_ts, history_start_ts, role, added_by)
VALUES (:channel_id, :username, :joined_ts, :joined_at_ts, :history_start_ts, :role, :added_by)

-- name: delete_member
DELETE FROM private_channel_members WHERE channel_id = :channel_id AND username = :username

-- name: set_role
UPDATE private_channel_members SET role = :role WHERE channel_id = :channel_id AND username = :username

-- name: find_former
SELECT history_start_ts FROM private_channel_former WHERE channel_id = :channel_id AND username = :username

-- name: keep_former
INSERT INTO private_channel_former (channel_id, username, history_start_ts, left_ts)
VALUES (:channel_id, :username, :history_start_ts, :left_ts)
ON CONFLICT (channel_id, username) DO UPDATE SET
    history_start_ts = excluded.history_start_ts, left_ts = excluded.left_ts

-- name: archived_last
SELECT c.id, c.name, c.created_by, c.created_ts
FROM private_channel_members AS m
JOIN private_channels AS c ON c.id = m.channel_id
WHERE m.username = :username AND c.archived_ts >= :since
ORDER BY c.archived_ts DESC
LIMIT 1

-- name: left_last
SELECT coalesce(c.archived_ts, 0) = f.left_ts OR EXISTS (
    SELECT 1 FROM messages AS m
    WHERE m.channel = 'private:' || f.channel_id AND m.ts >= f.left_ts AND m.content_type = 'system' AND m.content = :said
) AS left, f.left_ts
FROM private_channel_former AS f
JOIN private_channels AS c ON c.id = f.channel_id
WHERE f.username = :username AND f.left_ts >= :since
ORDER BY f.left_ts DESC
LIMIT 1

-- name: export_private_channels
-- The private channels in use that somebody is a member of.
SELECT 'private:' || c.id AS channel, c.name, m.role, m.joined_ts, m.history_start_ts
FROM private_channel_members AS m
JOIN private_channels AS c ON c.id = m.channel_id
WHERE m.username = :username AND c.archived_ts IS NULL
ORDER BY c.id

-- name: export_declined_channels
SELECT 'private:' || channel_id AS channel, name, declined_ts FROM declined_channels WHERE username = :username ORDER BY channel_id
