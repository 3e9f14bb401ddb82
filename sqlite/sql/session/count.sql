-- Sessions that have not expired at :now (s, Unix).
SELECT count(*) AS sessions FROM sessions WHERE e > :now
