SELECT message_id, content FROM search_stale ORDER BY message_id
