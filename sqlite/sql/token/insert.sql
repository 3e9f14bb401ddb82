INSERT INTO tokens (hash, username, name, scope, session_epoch, created_ts)
SELECT :hash, username, :name, :scope, session_epoch, :created_ts
FROM users
WHERE username = :username
