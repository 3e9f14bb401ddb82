SELECT 1 FROM search_stale LIMIT 1
