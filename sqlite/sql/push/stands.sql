SELECT 1
FROM push_subscriptions AS p
JOIN sessions AS s ON s.k = p.session
WHERE p.endpoint = :endpoint AND (s.e = 0 OR s.e > :now)
