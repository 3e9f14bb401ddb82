-- name: insert
-- A key of before :since of find.sql gives way.
INSERT INTO idempotency_keys (account, method, route, key, asked, result, used_ts)
VALUES (:account, :method, :route, :key, :asked, :result, :used_ts)
ON CONFLICT (account, method, route, key) DO UPDATE SET
    id = excluded.id, asked = excluded.asked, result = excluded.result, used_ts = excluded.used_ts
