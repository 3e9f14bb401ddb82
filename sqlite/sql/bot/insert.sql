-- A bot has no password: no hash is empty.
INSERT INTO users (username, password_hash, created_ts, session_epoch, bot_owner)
VALUES (:username, '', :created_ts, :epoch, :bot_owner)
