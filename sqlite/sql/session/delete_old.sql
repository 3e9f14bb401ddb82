-- Those that have expired at :now (s, Unix).
DELETE FROM sessions WHERE e <> 0 AND e <= :now
