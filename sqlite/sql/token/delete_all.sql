DELETE FROM tokens WHERE username = :username
