SELECT 1 AS known
FROM known_devices
WHERE hash = :hash AND username = (SELECT username FROM users WHERE lower(username) = lower(:username))
