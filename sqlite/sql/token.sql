-- name: insert
INSERT INTO tokens (hash, username, name, scope, session_epoch, created_ts)
SELECT :hash, username, :name, :scope, session_epoch, :created_ts
FROM users
WHERE username = :username

-- name: find
-- A token that has not ended.
SELECT t.id, t.username, t.name, t.scope, t.created_ts, t.last_used_ts
FROM tokens AS t
JOIN users AS u ON u.username = t.username AND u.session_epoch = t.session_epoch
WHERE t.hash = :hash

-- name: list
-- The tokens of an account and of its bots that have not ended, by name.
SELECT t.id, t.username, t.name, t.scope, t.created_ts, t.last_used_ts
FROM users AS u
JOIN tokens AS t ON t.username = u.username AND t.session_epoch = u.session_epoch
WHERE u.username = :username OR u.bot_owner = :username
ORDER BY t.name, t.id

-- name: delete
DELETE FROM tokens WHERE id = :id

-- name: delete_all
DELETE FROM tokens WHERE username = :username

-- name: delete_ended
DELETE FROM tokens
WHERE username = :username
    AND session_epoch <> (SELECT u.session_epoch FROM users AS u WHERE u.username = :username)

-- name: touch
UPDATE tokens SET last_used_ts = :now WHERE id = :id

-- name: export_tokens
SELECT id, username, name, scope, created_ts, last_used_ts
FROM tokens
WHERE username IN (SELECT username FROM users WHERE username = :username OR bot_owner = :username)
ORDER BY id
