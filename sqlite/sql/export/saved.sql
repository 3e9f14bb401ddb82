SELECT message_id, saved_ts FROM saved WHERE username = :username ORDER BY message_id
