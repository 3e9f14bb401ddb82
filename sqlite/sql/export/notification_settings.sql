SELECT level, sound, until_ts, days, from_minute, to_minute FROM notification_settings WHERE username = :username
