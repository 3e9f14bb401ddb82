-- Another account whose username is as good as a display name.
SELECT username FROM users
WHERE lower(replace(replace(username, '_', ''), '-', '')) = :key AND username <> :username
