-- Keystrokes since :since (s), with what decides whether they show.
SELECT t.user, t.ts, t.started_ts, coalesce(u.share_typing, 1) AS share_typing, p.override, p.override_until
FROM typing AS t
LEFT JOIN users AS u ON u.username = t.user
LEFT JOIN presence AS p ON p.user = t.user
WHERE t.channel = :channel AND t.ts >= :since
