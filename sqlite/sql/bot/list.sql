-- The bots of an account, by name.
SELECT username FROM users WHERE bot_owner = :bot_owner ORDER BY username
