INSERT OR REPLACE INTO search_grams (id, data) VALUES (:id, :data)
