-- name: find
-- An account by its name in any case.
SELECT username, password_hash, created_ts, share_receipts, share_typing, session_epoch, zone, theme, density, language, skin_tone, deactivated_ts, administrator, bot_owner,
    share_last_seen, display_name, display_key, pronouns, local_zone, picture
FROM users
WHERE lower(username) = lower(:username)

-- name: set_zone
UPDATE users SET zone = :zone WHERE username = :username AND zone IS DISTINCT FROM :zone
