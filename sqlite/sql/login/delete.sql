DELETE FROM logins WHERE session = :session AND username = :username
