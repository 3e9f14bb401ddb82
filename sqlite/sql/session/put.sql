INSERT INTO sessions (k, v, e) VALUES (:session, :v, :e)
ON CONFLICT (k) DO UPDATE SET v = excluded.v, e = excluded.e
