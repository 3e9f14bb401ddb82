SELECT id, username, name, scope, created_ts, last_used_ts
FROM tokens
WHERE username IN (SELECT username FROM users WHERE username = :username OR bot_owner = :username)
ORDER BY id
