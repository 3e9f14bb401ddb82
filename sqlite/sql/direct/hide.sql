INSERT INTO dm_hidden (user, channel, hidden_ts)
SELECT :user, :channel, coalesce(max(ts), 0) FROM messages WHERE channel = :channel
ON CONFLICT (user, channel) DO UPDATE SET hidden_ts = excluded.hidden_ts
