INSERT INTO search_grams (id, data) VALUES (:id, :data)
ON CONFLICT (id) DO UPDATE SET data = excluded.data
