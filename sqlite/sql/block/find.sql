-- A block of somebody, or of the owner of a bot.
SELECT since_ts
FROM blocks
WHERE blocker = :blocker AND blocked IN (:blocked, (SELECT bot_owner FROM users WHERE username = :blocked))
