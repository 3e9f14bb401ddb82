-- name: find
SELECT 1 AS known
FROM known_devices
WHERE hash = :hash AND username = (SELECT username FROM users WHERE lower(username) = lower(:username))

-- name: rename
-- The device has another id from now on: what was known of that one gives way.
WITH moved AS (DELETE FROM known_devices WHERE hash = :was RETURNING username, seen_ts)
INSERT INTO known_devices (hash, username, seen_ts) SELECT :hash, username, seen_ts FROM moved
ON CONFLICT (hash, username) DO UPDATE SET seen_ts = excluded.seen_ts

-- name: delete_old
-- Those that were not used since :before (s), and all but the :most used last.
DELETE FROM known_devices
WHERE username = :username AND seen_ts < greatest(:before, coalesce((
    SELECT seen_ts FROM known_devices WHERE username = :username ORDER BY seen_ts DESC LIMIT 1 OFFSET :most - 1
), 0))
