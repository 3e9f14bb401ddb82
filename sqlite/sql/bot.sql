-- name: insert
-- A bot has no password: no hash is empty.
INSERT INTO users (username, password_hash, created_ts, session_epoch, bot_owner)
VALUES (:username, '', :created_ts, :epoch, :bot_owner)

-- name: list
-- The bots of an account, by name.
SELECT username FROM users WHERE bot_owner = :bot_owner ORDER BY username

-- name: all
SELECT username FROM users WHERE bot_owner IS NOT NULL

-- name: export_bots
SELECT username, created_ts FROM users WHERE bot_owner = :username ORDER BY username
