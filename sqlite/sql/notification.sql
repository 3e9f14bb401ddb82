-- name: find
SELECT level, sound, until_ts, days, from_minute, to_minute, users.zone
FROM notification_settings JOIN users USING (username)
WHERE username = :username

-- name: save
INSERT INTO notification_settings (username, level, sound, until_ts, days, from_minute, to_minute, changes_ts)
VALUES (:username, :level, :sound, :until_ts, :days, :from_minute, :to_minute, :changes_ts)
ON CONFLICT (username) DO UPDATE SET
    level = excluded.level, sound = excluded.sound, until_ts = excluded.until_ts, days = excluded.days,
    from_minute = excluded.from_minute, to_minute = excluded.to_minute, changes_ts = excluded.changes_ts

-- name: undisturbed
-- Who is not to be disturbed at some time.
SELECT username, level, sound, until_ts, days, from_minute, to_minute, users.zone
FROM notification_settings JOIN users USING (username)
WHERE until_ts IS NOT NULL OR days <> 0

-- name: lapsed
-- Who is to be disturbed again, or no longer, by :now (s).
SELECT username FROM notification_settings WHERE changes_ts <= :now

-- name: set_changes
UPDATE notification_settings SET changes_ts = :changes_ts WHERE username = :username

-- name: set_back
UPDATE notification_settings SET changes_ts = 0 WHERE changes_ts IS NOT NULL

-- name: export_notification_settings
SELECT level, sound, until_ts, days, from_minute, to_minute FROM notification_settings WHERE username = :username
