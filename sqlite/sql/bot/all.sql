SELECT username FROM users WHERE bot_owner IS NOT NULL
