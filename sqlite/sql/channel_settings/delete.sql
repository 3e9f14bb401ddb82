DELETE FROM channel_settings WHERE username = :username AND channel = :channel
