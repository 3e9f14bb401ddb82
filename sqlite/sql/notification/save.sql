INSERT INTO notification_settings (username, level, sound, until_ts, days, from_minute, to_minute, changes_ts)
VALUES (:username, :level, :sound, :until_ts, :days, :from_minute, :to_minute, :changes_ts)
ON CONFLICT (username) DO UPDATE SET
    level = excluded.level, sound = excluded.sound, until_ts = excluded.until_ts, days = excluded.days,
    from_minute = excluded.from_minute, to_minute = excluded.to_minute, changes_ts = excluded.changes_ts
