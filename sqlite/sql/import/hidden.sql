INSERT OR IGNORE INTO dm_hidden (user, channel, hidden_ts) VALUES (:user, :channel, :hidden_ts)
