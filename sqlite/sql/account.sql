-- name: set_deactivated
-- NULL takes it into use again.
UPDATE users SET deactivated_ts = :deactivated_ts WHERE username = :username

-- name: delete
DELETE FROM users WHERE username = :username

-- name: set_look
-- NULL stays as it is; the skin tone 0 is none.
UPDATE users
SET theme = coalesce(:theme, theme), density = coalesce(:density, density),
    language = coalesce(:language, language),
    skin_tone = nullif(coalesce(:skin_tone, skin_tone), 0)
WHERE username = :username

-- name: end_sessions
UPDATE users SET session_epoch = :epoch WHERE username = :username

-- name: insert
INSERT INTO users (username, password_hash, created_ts, session_epoch)
VALUES (:username, :password_hash, :created_ts, :epoch)

-- name: read_ahead
-- What was sent before an account was made is older than it, though its stamp is
-- ahead of the clock.
INSERT OR IGNORE INTO read_state (user, channel, last_read_ts)
SELECT :user, :channel, max(ts)
FROM messages
WHERE channel = :channel AND ts > :created_ts AND coalesce(sent_ts, ts) <= :created_ts
HAVING max(ts) IS NOT NULL

-- name: find
-- An account by its name in any case.
SELECT username, password_hash, created_ts, share_receipts, share_typing, session_epoch, zone, theme, density, language, skin_tone, deactivated_ts, administrator, bot_owner,
    share_last_seen, display_name, display_key, pronouns, local_zone, picture
FROM users
WHERE username = :username COLLATE NOCASE

-- name: names
-- Those in use.
SELECT username FROM users WHERE deactivated_ts IS NULL ORDER BY username

-- name: in_order
SELECT username FROM users ORDER BY created_ts, username

-- name: set_password
UPDATE users SET password_hash = :password_hash WHERE username = :username

-- name: renew_password
UPDATE users SET password_hash = :password_hash WHERE username = :username AND password_hash = :was

-- name: set_settings
-- NULL stays as it is.
UPDATE users
SET share_receipts = coalesce(:share_receipts, share_receipts), share_typing = coalesce(:share_typing, share_typing),
    share_last_seen = coalesce(:share_last_seen, share_last_seen)
WHERE username = :username

-- name: set_zone
UPDATE users SET zone = :zone WHERE username = :username AND zone IS NOT :zone

-- name: insert_token
INSERT INTO reset_tokens (hash, username, expires_ts) VALUES (:hash, :username, :expires_ts)

-- name: find_token
SELECT username, expires_ts FROM reset_tokens WHERE hash = :hash

-- name: delete_tokens
DELETE FROM reset_tokens WHERE username = :username

-- name: export_profile
-- All that stands in the account, but for the columns of withheld.
SELECT * FROM users WHERE username = :username
