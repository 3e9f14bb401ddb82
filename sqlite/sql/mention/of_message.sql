SELECT username, by_group FROM mentions WHERE message_id = :message_id
