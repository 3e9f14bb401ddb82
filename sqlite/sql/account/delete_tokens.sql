DELETE FROM reset_tokens WHERE username = :username
