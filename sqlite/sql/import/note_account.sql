INSERT INTO imported_accounts (username, password_digest) VALUES (:username, :password_digest)
ON CONFLICT (username) DO UPDATE SET password_digest = excluded.password_digest
