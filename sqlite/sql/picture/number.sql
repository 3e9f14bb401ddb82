-- The next number for a new picture, or the last one below zero.
UPDATE users SET picture = iif(:there, abs(picture) + 1, -abs(picture)) WHERE username = :username
