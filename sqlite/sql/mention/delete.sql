DELETE FROM mentions WHERE message_id = :message_id AND username = :username
