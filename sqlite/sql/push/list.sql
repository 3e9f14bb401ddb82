-- Those of someone's sessions that have not expired at :now (s, Unix), each with the language to write to it in.
SELECT p.endpoint, p.key, p.secret, p.with_text,
    CASE WHEN coalesce(u.language, 'browser') = 'browser' THEN p.language ELSE u.language END AS language
FROM push_subscriptions AS p
JOIN users AS u ON u.username = p.username
JOIN sessions AS s ON s.k = p.session
WHERE p.username = :username AND (s.e = 0 OR s.e > :now)
ORDER BY p.created_ts DESC
LIMIT 20
