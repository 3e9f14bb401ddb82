-- name: set
-- NULL stays as it is, '' is none.
UPDATE users
SET display_name = iif(:display_name IS NULL, display_name, nullif(:display_name, '')),
    display_key = iif(:display_name IS NULL, display_key, nullif(:display_key, '')),
    pronouns = iif(:pronouns IS NULL, pronouns, nullif(:pronouns, '')),
    local_zone = iif(:local_zone IS NULL, local_zone, nullif(:local_zone, ''))
WHERE username = :username

-- name: list
-- Everyone who shows more than a username.
SELECT username, display_name, display_key, pronouns, local_zone, picture
FROM users
WHERE display_name IS NOT NULL OR picture > 0

-- name: called
-- Another account whose username is as good as a display name.
SELECT username FROM users
WHERE lower(replace(replace(username, '_', ''), '-', '')) = :key AND username <> :username
