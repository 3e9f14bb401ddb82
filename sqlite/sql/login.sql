-- name: upsert
INSERT INTO logins (session, username, address, browser, started_ts, seen_ts)
VALUES (:session, :username, :address, :browser, :seen_ts, :seen_ts)
ON CONFLICT (session) DO UPDATE SET
    username = excluded.username, address = excluded.address, browser = excluded.browser, seen_ts = excluded.seen_ts

-- name: list
-- Someone's sessions that have not expired at :now (s, Unix), the one that was used last first.
SELECT l.session, l.address, l.browser, l.started_ts, l.seen_ts
FROM logins AS l
JOIN sessions AS s ON s.k = l.session
WHERE l.username = :username AND (s.e = 0 OR s.e > :now)
ORDER BY l.seen_ts DESC

-- name: find
SELECT username FROM logins WHERE session = :session

-- name: delete
DELETE FROM logins WHERE session = :session AND username = :username

-- name: delete_others
-- All of someone's but the one to :keep; '' keeps none.
DELETE FROM logins WHERE username = :username AND session <> :keep

-- name: delete_old
DELETE FROM logins WHERE username = :username AND seen_ts < :before

-- name: export_sessions
SELECT browser, address, started_ts, seen_ts FROM logins WHERE username = :username ORDER BY seen_ts
