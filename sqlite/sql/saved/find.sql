SELECT saved_ts FROM saved WHERE username = :username AND message_id = :message_id
