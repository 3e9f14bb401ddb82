SELECT level, sound, until_ts, days, from_minute, to_minute, users.zone
FROM notification_settings JOIN users USING (username)
WHERE username = :username
