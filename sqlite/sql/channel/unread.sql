-- How many messages of others came after :floor (s).
SELECT count(*) AS unread
FROM messages
WHERE channel = :channel AND ts > :floor AND sender <> :reader AND deleted = 0 AND content_type <> 'system'
