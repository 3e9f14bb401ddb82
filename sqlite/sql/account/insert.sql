INSERT INTO users (username, password_hash, created_ts, session_epoch)
VALUES (:username, :password_hash, :created_ts, :epoch)
