-- How many people have a page open, by what their pages say: those whose lease
-- began after :since (s).
SELECT state, count(*) AS people
FROM presence
WHERE state <> 'offline' AND last_seen > :since
GROUP BY state
