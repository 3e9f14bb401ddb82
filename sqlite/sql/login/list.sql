-- Someone's sessions that have not expired at :now (s, Unix), the one that was used last first.
SELECT l.session, l.address, l.browser, l.started_ts, l.seen_ts
FROM logins AS l
JOIN sessions AS s ON s.k = l.session
WHERE l.username = :username AND (s.e = 0 OR s.e > :now)
ORDER BY l.seen_ts DESC
