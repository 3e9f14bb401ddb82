-- name: insert
INSERT OR IGNORE INTO mentions (message_id, username, channel, ts, by_group, untold)
VALUES (:message_id, :username, :channel, :ts, :by_group, :untold)

-- name: list
-- The names that are marked in a message's text.
SELECT username FROM mentions WHERE message_id = :message_id AND by_group = 0

-- name: of_message
SELECT username, by_group FROM mentions WHERE message_id = :message_id

-- name: delete
DELETE FROM mentions WHERE message_id = :message_id AND username = :username

-- name: count
-- How many names are marked in a message's text.
UPDATE messages SET mentions = nullif(:mentions, 0) WHERE id = :id

-- name: unread
-- How many messages of a channel after :floor (s) mention somebody.
SELECT count(*) AS mentions FROM mentions WHERE username = :username AND channel = :channel AND ts > :floor AND untold = 0

-- name: newest
-- The messages before :before that mention somebody, the newest first.
SELECT message_id FROM mentions
WHERE username = :username AND message_id < :before AND untold = 0
ORDER BY message_id DESC
LIMIT :limit

-- name: find
SELECT 1 AS mentioned FROM mentions WHERE message_id = :message_id AND username = :username AND untold = 0

-- name: export_mentions
-- Where somebody was mentioned, which is not what others wrote there.
SELECT message_id, channel, ts FROM mentions WHERE username = :username AND untold = 0 ORDER BY message_id
