-- A key of before :since of find.sql gives way.
INSERT OR REPLACE INTO idempotency_keys (account, method, route, key, asked, result, used_ts)
VALUES (:account, :method, :route, :key, :asked, :result, :used_ts)
