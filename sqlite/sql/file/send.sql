-- Gives a file that waits to a message, at its place among the message's files.
UPDATE files SET message_id = :message_id, channel = NULL, position = :position WHERE id = :id
