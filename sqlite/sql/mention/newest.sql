-- The messages before :before that mention somebody, the newest first.
SELECT message_id FROM mentions
WHERE username = :username AND message_id < :before AND untold = 0
ORDER BY message_id DESC
LIMIT :limit
