-- name: put
INSERT INTO pictures (username, kind, data) VALUES (:username, :kind, :data)
ON CONFLICT (username) DO UPDATE SET kind = excluded.kind, data = excluded.data

-- name: delete
DELETE FROM pictures WHERE username = :username

-- name: find
SELECT p.kind, p.data, u.picture
FROM pictures AS p JOIN users AS u ON u.username = p.username
WHERE p.username = :username

-- name: number
-- The next number for a new picture, or the last one below zero.
UPDATE users SET picture = iif(:there, abs(picture) + 1, -abs(picture)) WHERE username = :username
