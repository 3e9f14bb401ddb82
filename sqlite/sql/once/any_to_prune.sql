-- Whether prune.sql finds anything.
SELECT 1 AS found
FROM idempotency_keys
WHERE id = (SELECT min(id) FROM idempotency_keys)
  AND (used_ts < :before OR id <= (SELECT max(id) FROM idempotency_keys) - :most)
