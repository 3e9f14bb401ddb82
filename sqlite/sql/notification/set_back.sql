UPDATE notification_settings SET changes_ts = 0 WHERE changes_ts IS NOT NULL
