DELETE FROM pins WHERE message_id = :message_id
