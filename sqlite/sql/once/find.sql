-- What was done under a key since :since (s).
SELECT asked, result
FROM idempotency_keys
WHERE account = :account AND method = :method AND route = :route AND key = :key AND used_ts >= :since
