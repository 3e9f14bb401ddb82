-- The next number for a new picture, or the last one below zero.
UPDATE users SET picture = CASE WHEN :there = 1 THEN abs(picture) + 1 ELSE -abs(picture) END WHERE username = :username
