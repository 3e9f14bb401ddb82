INSERT INTO invites (hash, made_by, made_ts, expires_ts, most_uses, administrator)
VALUES (:hash, :made_by, :made_ts, :expires_ts, :most_uses, :administrator)
