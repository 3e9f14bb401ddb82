-- A token that has not ended.
SELECT t.id, t.username, t.name, t.scope, t.created_ts, t.last_used_ts
FROM tokens AS t
JOIN users AS u ON u.username = t.username AND u.session_epoch = t.session_epoch
WHERE t.hash = :hash
