-- Whom somebody has blocked, and who has blocked them.
SELECT blocker, blocked, since_ts FROM blocks WHERE blocker = :user
UNION ALL
SELECT blocker, blocked, since_ts FROM blocks WHERE blocked = :user
