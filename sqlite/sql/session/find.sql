-- A session that has not expired at :now (s, Unix).
SELECT v FROM sessions WHERE k = :session AND (e = 0 OR e > :now)
