-- name: takes_part
SELECT 1 FROM dm_participants WHERE username = :user AND channel = :channel

-- name: list
-- Someone's direct channels with a message newer than they closed it at.
SELECT d.channel, (SELECT max(ts) FROM messages WHERE channel = d.channel) AS newest_ts
FROM dm_participants AS d
LEFT JOIN dm_hidden AS h ON h.user = d.username AND h.channel = d.channel
WHERE d.username = :user AND newest_ts > coalesce(h.hidden_ts, 0)
ORDER BY newest_ts DESC

-- name: hide
INSERT INTO dm_hidden (user, channel, hidden_ts)
SELECT :user, :channel, max(ts) FROM messages WHERE channel = :channel
HAVING max(ts) IS NOT NULL
ON CONFLICT (user, channel) DO UPDATE SET hidden_ts = excluded.hidden_ts

-- name: export_conversations
SELECT d.channel, h.hidden_ts
FROM dm_participants AS d
LEFT JOIN dm_hidden AS h ON h.user = d.username AND h.channel = d.channel
WHERE d.username = :username
ORDER BY d.channel
