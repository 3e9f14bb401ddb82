DELETE FROM tokens
WHERE username = :username
    AND session_epoch <> (SELECT u.session_epoch FROM users AS u WHERE u.username = :username)
