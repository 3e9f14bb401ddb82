-- The messages that came after one, in their order.
SELECT id FROM messages WHERE id > :after ORDER BY id LIMIT :limit
