-- How many people have a page open, by what their pages say: those whose lease
-- began after :since (s).
SELECT count(*) AS people,
    coalesce(sum(state = 'active'), 0) AS active,
    coalesce(sum(state = 'idle'), 0) AS idle
FROM presence
WHERE state <> 'offline' AND last_seen > :since
