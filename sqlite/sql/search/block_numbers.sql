SELECT block FROM search_blocks ORDER BY block DESC
