-- name: find
SELECT 1 AS known
FROM known_devices
WHERE hash = :hash AND username = (SELECT username FROM users WHERE username = :username COLLATE NOCASE)

-- name: insert
INSERT INTO known_devices (hash, username, seen_ts) VALUES (:hash, :username, :seen_ts)
ON CONFLICT (hash, username) DO UPDATE SET seen_ts = excluded.seen_ts

-- name: rename
-- The device has another id from now on.
UPDATE OR REPLACE known_devices SET hash = :hash WHERE hash = :was

-- name: delete
DELETE FROM known_devices WHERE username = :username

-- name: delete_old
-- Those that were not used since :before (s), and all but the :most used last.
DELETE FROM known_devices
WHERE username = :username AND seen_ts < max(:before, coalesce((
    SELECT seen_ts FROM known_devices WHERE username = :username ORDER BY seen_ts DESC LIMIT 1 OFFSET :most - 1
), 0))
