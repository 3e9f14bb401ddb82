UPDATE notification_settings SET changes_ts = :changes_ts WHERE username = :username
