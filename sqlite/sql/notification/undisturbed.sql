-- Who is not to be disturbed at some time.
SELECT username, level, sound, until_ts, days, from_minute, to_minute, users.zone
FROM notification_settings JOIN users USING (username)
WHERE until_ts IS NOT NULL OR days <> 0
