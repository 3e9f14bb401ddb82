INSERT INTO reset_tokens (hash, username, expires_ts) VALUES (:hash, :username, :expires_ts)
