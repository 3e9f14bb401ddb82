INSERT INTO dm_hidden (user, channel, hidden_ts)
SELECT :user, :channel, max(ts) FROM messages WHERE channel = :channel
HAVING max(ts) IS NOT NULL
ON CONFLICT (user, channel) DO UPDATE SET hidden_ts = excluded.hidden_ts
