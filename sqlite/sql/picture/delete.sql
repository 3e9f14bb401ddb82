DELETE FROM pictures WHERE username = :username
