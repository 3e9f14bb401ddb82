-- name: list
-- Someone's direct channels with a message newer than they closed it at.
SELECT d.channel, m.newest_ts
FROM dm_participants AS d
CROSS JOIN LATERAL (SELECT max(ts) AS newest_ts FROM messages WHERE channel = d.channel) AS m
LEFT JOIN dm_hidden AS h ON h.user = d.username AND h.channel = d.channel
WHERE d.username = :user AND m.newest_ts > coalesce(h.hidden_ts, 0)
ORDER BY m.newest_ts DESC
