-- name: insert
INSERT OR IGNORE INTO blocks (blocker, blocked, since_ts) VALUES (:blocker, :blocked, :since_ts)

-- name: delete
DELETE FROM blocks WHERE blocker = :blocker AND blocked = :blocked COLLATE NOCASE

-- name: find
-- A block of somebody, or of the owner of a bot.
SELECT since_ts
FROM blocks
WHERE blocker = :blocker AND blocked IN (:blocked, (SELECT bot_owner FROM users WHERE username = :blocked))

-- name: count
SELECT count(*) AS blocks FROM blocks WHERE blocker = :blocker

-- name: list
-- Whom somebody has blocked, with the bots of these, and who has blocked them or, where
-- they are a bot, its owner. owner is that of a bot that is not blocked by its own name.
SELECT blocker, blocked, since_ts, '' AS owner FROM blocks WHERE blocker = :user
UNION ALL
SELECT b.blocker, u.username, b.since_ts, b.blocked
FROM blocks AS b
JOIN users AS u ON u.bot_owner = b.blocked
WHERE b.blocker = :user AND NOT EXISTS (SELECT 1 FROM blocks AS o WHERE o.blocker = :user AND o.blocked = u.username)
UNION ALL
SELECT blocker, blocked, since_ts, '' FROM blocks WHERE blocked = :user
UNION ALL
SELECT b.blocker, u.username, b.since_ts, b.blocked
FROM users AS u
JOIN blocks AS b ON b.blocked = u.bot_owner
WHERE u.username = :user

-- name: sides
-- All who are either side of a block, and the bots that are through their owners; some
-- of them several times.
SELECT blocker AS username FROM blocks
UNION ALL
SELECT blocked FROM blocks
UNION ALL
SELECT u.username FROM blocks AS b JOIN users AS u ON u.bot_owner = b.blocked

-- name: export_blocks
SELECT blocked, since_ts FROM blocks WHERE blocker = :username ORDER BY blocked
