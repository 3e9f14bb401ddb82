UPDATE users SET session_epoch = :epoch WHERE username = :username
