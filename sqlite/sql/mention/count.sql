-- How many names are marked in a message's text.
UPDATE messages SET mentions = nullif(:mentions, 0) WHERE id = :id
