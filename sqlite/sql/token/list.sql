-- The tokens of an account and of its bots that have not ended, by name.
SELECT t.id, t.username, t.name, t.scope, t.created_ts, t.last_used_ts
FROM users AS u
JOIN tokens AS t ON t.username = u.username AND t.session_epoch = u.session_epoch
WHERE u.username = :username OR u.bot_owner = :username
ORDER BY t.name, t.id
