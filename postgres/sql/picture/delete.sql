DELETE FROM pictures WHERE lower(username) = lower(:username)
