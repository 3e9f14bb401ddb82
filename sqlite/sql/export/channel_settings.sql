SELECT channel, muted, favourite, notify, marked_unread_ts FROM channel_settings WHERE username = :username ORDER BY channel
