INSERT INTO logins (session, username, address, browser, started_ts, seen_ts)
VALUES (:session, :username, :address, :browser, :seen_ts, :seen_ts)
ON CONFLICT (session) DO UPDATE SET
    username = excluded.username, address = excluded.address, browser = excluded.browser, seen_ts = excluded.seen_ts
