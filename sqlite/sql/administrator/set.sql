UPDATE users SET administrator = :administrator WHERE username = :username
