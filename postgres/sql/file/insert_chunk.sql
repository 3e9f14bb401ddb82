INSERT INTO file_chunks (file_id, n, data) VALUES (:file_id, :n, :data)
ON CONFLICT (file_id, n) DO UPDATE SET data = excluded.data
