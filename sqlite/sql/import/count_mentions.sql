-- How many names are marked in a message's text, as reading it asks.
UPDATE messages SET mentions = nullif((SELECT count(*) FROM mentions WHERE message_id = messages.id AND by_group = 0), 0)
WHERE id = :message_id
