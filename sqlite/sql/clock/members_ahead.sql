-- How many members of each private channel came after :latest (s).
SELECT 'members of private:' || channel_id AS what, count(*) AS many, max(joined_ts) AS newest_ts
FROM private_channel_members
WHERE joined_ts > :latest
GROUP BY channel_id
