SELECT browser, address, started_ts, seen_ts FROM logins WHERE username = :username ORDER BY seen_ts
