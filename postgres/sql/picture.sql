-- name: put
INSERT INTO pictures (username, kind, data) VALUES (:username, :kind, :data)
ON CONFLICT (lower(username)) DO UPDATE SET kind = excluded.kind, data = excluded.data

-- name: delete
DELETE FROM pictures WHERE lower(username) = lower(:username)

-- name: find
SELECT p.kind, p.data, u.picture
FROM pictures AS p JOIN users AS u ON lower(u.username) = lower(p.username)
WHERE lower(p.username) = lower(:username)

-- name: number
-- The next number for a new picture, or the last one below zero.
UPDATE users SET picture = CASE WHEN :there = 1 THEN abs(picture) + 1 ELSE -abs(picture) END WHERE username = :username
