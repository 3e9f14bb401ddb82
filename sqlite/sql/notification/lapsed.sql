-- Who is to be disturbed again, or no longer, by :now (s).
SELECT username FROM notification_settings WHERE changes_ts <= :now
