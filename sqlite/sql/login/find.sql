SELECT username FROM logins WHERE session = :session
