INSERT INTO drafts (user, channel, text, changed_ts) VALUES (:user, :channel, :text, :changed_ts)
ON CONFLICT (user, channel) DO UPDATE SET text = excluded.text, changed_ts = excluded.changed_ts
