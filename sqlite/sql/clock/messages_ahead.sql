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
