-- name: find
-- What was done under a key since :since (s).
SELECT asked, result
FROM idempotency_keys
WHERE account = :account AND method = :method AND route = :route AND key = :key AND used_ts >= :since

-- name: insert
-- A key of before :since of find.sql gives way.
INSERT OR REPLACE INTO idempotency_keys (account, method, route, key, asked, result, used_ts)
VALUES (:account, :method, :route, :key, :asked, :result, :used_ts)

-- name: prune
-- The oldest :limit keys, as far as they are from before :before (s) or not among the newest :most.
DELETE FROM idempotency_keys
WHERE id IN (SELECT id FROM idempotency_keys ORDER BY id LIMIT :limit)
  AND (used_ts < :before OR id <= (SELECT max(id) FROM idempotency_keys) - :most)

-- name: any_to_prune
-- Whether prune.sql finds anything.
SELECT 1 AS found
FROM idempotency_keys
WHERE id = (SELECT min(id) FROM idempotency_keys)
  AND (used_ts < :before OR id <= (SELECT max(id) FROM idempotency_keys) - :most)
