-- NULL stays as it is, '' is none.
UPDATE users
SET display_name = iif(:display_name IS NULL, display_name, nullif(:display_name, '')),
    display_key = iif(:display_name IS NULL, display_key, nullif(:display_key, '')),
    pronouns = iif(:pronouns IS NULL, pronouns, nullif(:pronouns, '')),
    local_zone = iif(:local_zone IS NULL, local_zone, nullif(:local_zone, ''))
WHERE username = :username
