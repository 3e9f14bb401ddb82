-- The first message of others after :floor (s): the first of those that
-- unread.sql counts.
SELECT ts
FROM messages
WHERE channel = :channel AND ts > :floor AND sender <> :reader AND deleted = 0 AND content_type <> 'system'
ORDER BY ts
LIMIT 1
