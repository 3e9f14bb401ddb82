SELECT username FROM users ORDER BY created_ts, username
