-- Those of an earlier text.
DELETE FROM mentions WHERE message_id = :message_id
