INSERT INTO saved (username, message_id, saved_ts)
VALUES (:username, :message_id, :saved_ts)
ON CONFLICT DO NOTHING
