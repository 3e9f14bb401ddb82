-- name: people
-- Accounts by name, from after one on, whose names have a part.
SELECT username, created_ts, administrator, deactivated_ts, (bot_owner IS NOT NULL)::int AS bot,
    (SELECT max(seen_ts) FROM logins WHERE logins.username = users.username) AS seen_ts
FROM users
WHERE lower(username) > lower(:after) AND strpos(lower(username), lower(:part)) > 0
ORDER BY lower(username)
LIMIT :limit
