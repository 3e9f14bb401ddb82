-- name: set
-- NULL stays as it is, '' is none.
UPDATE users
SET display_name = nullif(coalesce(:display_name, display_name), ''),
    display_key = CASE WHEN :display_name::text IS NULL THEN display_key ELSE nullif(:display_key, '') END,
    pronouns = nullif(coalesce(:pronouns, pronouns), ''),
    local_zone = nullif(coalesce(:local_zone, local_zone), '')
WHERE username = :username
