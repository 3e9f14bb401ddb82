-- name: set
UPDATE users SET administrator = :administrator WHERE username = :username

-- name: another
-- Whether somebody else is administrator.
SELECT 1 FROM users WHERE administrator = 1 AND deactivated_ts IS NULL AND bot_owner IS NULL AND username <> :username LIMIT 1

-- name: unused
-- Whether nobody has ever used the database.
SELECT NOT EXISTS (SELECT 1 FROM users) AND NOT EXISTS (SELECT 1 FROM messages) AND NOT EXISTS (SELECT 1 FROM presence)
    AND NOT EXISTS (SELECT 1 FROM private_channels) AND NOT EXISTS (SELECT 1 FROM demo)
    AND NOT EXISTS (SELECT 1 FROM removed_accounts) AS unused

-- name: ownerless
-- Private channels in use that nobody can look after: the owner on record, or everybody
-- in them, has no account in use any more.
SELECT c.id, (SELECT count(*) FROM private_channel_members AS m WHERE m.channel_id = c.id) AS members
FROM private_channels AS c
WHERE c.id BETWEEN :least AND :most AND c.archived_ts IS NULL
    AND NOT EXISTS (
        SELECT 1
        FROM private_channel_members AS m
        JOIN users AS u ON u.username = m.username AND u.deactivated_ts IS NULL AND u.bot_owner IS NULL
        WHERE m.channel_id = c.id
            AND (m.role = 'owner' OR NOT EXISTS (SELECT 1 FROM private_channel_members AS o WHERE o.channel_id = c.id AND o.role = 'owner'))
    )
ORDER BY c.id

-- name: usage
SELECT
    (SELECT count(*) FROM users WHERE bot_owner IS NULL AND deactivated_ts IS NULL) AS accounts,
    (SELECT count(*) FROM users WHERE bot_owner IS NULL AND deactivated_ts IS NOT NULL) AS deactivated,
    (SELECT count(*) FROM users WHERE bot_owner IS NOT NULL) AS bots,
    (SELECT count(*) FROM messages) AS messages,
    (SELECT count(*) FROM private_channels WHERE archived_ts IS NULL) AS private_channels

-- name: people
-- Accounts by name, from after one on, whose names have a part.
SELECT username, created_ts, administrator, deactivated_ts, bot_owner IS NOT NULL AS bot,
    (SELECT max(seen_ts) FROM logins WHERE logins.username = users.username) AS seen_ts
FROM users
WHERE username > :after COLLATE NOCASE AND instr(lower(username), lower(:part)) > 0
ORDER BY username COLLATE NOCASE
LIMIT :limit
