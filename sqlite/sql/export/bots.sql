SELECT username, created_ts FROM users WHERE bot_owner = :username ORDER BY username
