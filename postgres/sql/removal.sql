-- name: find
SELECT number FROM removed_accounts WHERE lower(name) = lower(:name)

-- name: messages
-- What somebody wrote, answers to it, which quote it under their name, and the
-- system messages that may name them, in the order of their numbers.
SELECT m.id, m.channel, m.content, m.content_type, m.sender = :name AS own, m.deleted
FROM messages AS m
WHERE m.id > :after AND (
    m.sender = :name OR m.deleted_by = :name
    OR m.content_type = 'system' AND strpos(m.content, :name) > 0
    OR m.reply_to_id IS NOT NULL AND EXISTS (SELECT 1 FROM messages AS q WHERE q.id = m.reply_to_id AND q.sender IN (:name, :shown))
)
ORDER BY m.id
LIMIT :limit
