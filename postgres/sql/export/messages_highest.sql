SELECT coalesce(max(id), 0) AS highest FROM messages
