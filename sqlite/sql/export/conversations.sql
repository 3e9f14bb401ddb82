SELECT d.channel, h.hidden_ts
FROM dm_participants AS d
LEFT JOIN dm_hidden AS h ON h.user = d.username AND h.channel = d.channel
WHERE d.username = :username
ORDER BY d.channel
