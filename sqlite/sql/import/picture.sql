-- The first picture of somebody.
UPDATE users SET picture = 1 WHERE username = :username AND picture = 0
RETURNING username
