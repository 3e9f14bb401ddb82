-- Accounts by name, from after one on, whose names have a part.
SELECT username, created_ts, administrator, deactivated_ts, bot_owner IS NOT NULL AS bot,
    (SELECT max(seen_ts) FROM logins WHERE logins.username = users.username) AS seen_ts
FROM users
WHERE username > :after COLLATE NOCASE AND instr(lower(username), lower(:part)) > 0
ORDER BY username COLLATE NOCASE
LIMIT :limit
