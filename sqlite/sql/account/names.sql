-- Those in use.
SELECT username FROM users WHERE deactivated_ts IS NULL ORDER BY username
