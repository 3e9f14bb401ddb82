SELECT count(*) AS channels FROM channel_settings WHERE username = :username
