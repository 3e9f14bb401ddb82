DELETE FROM logins WHERE username = :username AND seen_ts < :before
