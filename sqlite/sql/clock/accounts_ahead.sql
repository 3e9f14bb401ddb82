-- How many accounts were made after :latest (s).
SELECT 'accounts' AS what, count(*) AS many, max(created_ts) AS newest_ts
FROM users
WHERE created_ts > :latest
HAVING count(*) > 0
