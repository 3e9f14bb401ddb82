-- The message stored last, of any channel; NULL for none.
SELECT max(id) AS id
FROM messages
