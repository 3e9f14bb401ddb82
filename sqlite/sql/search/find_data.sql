SELECT data FROM search_grams WHERE id = :id
