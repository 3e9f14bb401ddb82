INSERT OR REPLACE INTO file_chunks (file_id, n, data) VALUES (:file_id, :n, :data)
