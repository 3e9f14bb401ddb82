DELETE FROM known_devices WHERE username = :username
