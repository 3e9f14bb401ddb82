SELECT 1 FROM mentions WHERE message_id = :message_id AND username = :username AND untold = 0
