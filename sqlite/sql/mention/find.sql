SELECT 1 AS mentioned FROM mentions WHERE message_id = :message_id AND username = :username AND untold = 0
