-- The oldest :limit keys, as far as they are from before :before (s) or not among the newest :most.
DELETE FROM idempotency_keys
WHERE id IN (SELECT id FROM idempotency_keys ORDER BY id LIMIT :limit)
  AND (used_ts < :before OR id <= (SELECT max(id) FROM idempotency_keys) - :most)
