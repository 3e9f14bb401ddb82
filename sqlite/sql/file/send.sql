-- Gives a file that waits to a message.
UPDATE files SET message_id = :message_id, channel = NULL WHERE id = :id
