INSERT INTO pictures (username, kind, data) VALUES (:username, :kind, :data)
ON CONFLICT (username) DO UPDATE SET kind = excluded.kind, data = excluded.data
