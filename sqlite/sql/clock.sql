-- name: messages_ahead
-- How many messages of each channel have a stamp after :latest (s).
WITH RECURSIVE channels (channel) AS (
    SELECT min(channel) FROM messages
    UNION ALL
    SELECT (SELECT min(channel) FROM messages WHERE channel > channels.channel)
    FROM channels
    WHERE channel IS NOT NULL
),
newest AS (
    SELECT channel, (SELECT max(changed_ts) FROM messages AS m WHERE m.channel = channels.channel) AS ts
    FROM channels
    WHERE channel IS NOT NULL
)
SELECT
    'messages of ' || channel AS what,
    (SELECT count(*) FROM messages AS m WHERE m.channel = newest.channel AND m.changed_ts > :latest) AS many,
    ts AS newest_ts
FROM newest
WHERE ts > :latest

-- name: members_ahead
-- How many members of each private channel came after :latest (s).
SELECT 'members of private:' || channel_id AS what, count(*) AS many, max(joined_ts) AS newest_ts
FROM private_channel_members
WHERE joined_ts > :latest
GROUP BY channel_id

-- name: accounts_ahead
-- How many accounts were made after :latest (s).
SELECT 'accounts' AS what, count(*) AS many, max(created_ts) AS newest_ts
FROM users
WHERE created_ts > :latest
HAVING count(*) > 0
