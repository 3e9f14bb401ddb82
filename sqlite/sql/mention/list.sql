-- The names that are marked in a message's text.
SELECT username FROM mentions WHERE message_id = :message_id AND by_group = 0
