INSERT INTO pictures (username, kind, data) VALUES (:username, :kind, :data)
ON CONFLICT (lower(username)) DO UPDATE SET kind = excluded.kind, data = excluded.data
