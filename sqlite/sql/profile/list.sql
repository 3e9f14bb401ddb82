-- Everyone who shows more than a username.
SELECT username, display_name, display_key, pronouns, local_zone, picture
FROM users
WHERE display_name IS NOT NULL OR picture > 0
