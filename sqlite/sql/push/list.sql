-- Those of someone's sessions that have not expired at :now (s, Unix).
SELECT p.endpoint, p.key, p.secret, p.with_text
FROM push_subscriptions AS p
JOIN sessions AS s ON s.k = p.session
WHERE p.username = :username AND (s.e = 0 OR s.e > :now)
ORDER BY p.created_ts DESC
LIMIT 20
