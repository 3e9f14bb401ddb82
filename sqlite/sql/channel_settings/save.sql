INSERT INTO channel_settings (username, channel, muted, favourite, notify, marked_unread_ts)
VALUES (:username, :channel, :muted, :favourite, :notify, :marked_unread_ts)
ON CONFLICT (username, channel) DO UPDATE SET
    muted = excluded.muted, favourite = excluded.favourite, notify = excluded.notify, marked_unread_ts = excluded.marked_unread_ts
