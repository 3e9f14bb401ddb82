-- name: delete
DELETE FROM sessions WHERE k = :session

-- name: delete_others
-- Those of someone's logins but the one to :keep.
DELETE FROM sessions WHERE k IN (SELECT session FROM logins WHERE username = :username AND session <> :keep)

-- name: find
-- A session that has not expired at :now (s, Unix).
SELECT v FROM sessions WHERE k = :session AND (e = 0 OR e > :now)

-- name: put
INSERT INTO sessions (k, v, e) VALUES (:session, :v, :e)
ON CONFLICT (k) DO UPDATE SET v = excluded.v, e = excluded.e

-- name: continue
UPDATE sessions SET v = :v, e = :e WHERE k = :session

-- name: reset
DELETE FROM sessions

-- name: delete_old
-- Those that have expired at :now (s, Unix).
DELETE FROM sessions WHERE e <> 0 AND e <= :now

-- name: count
-- Sessions that have not expired at :now (s, Unix).
SELECT count(*) AS sessions FROM sessions WHERE e > :now
