DELETE FROM search_stale WHERE message_id BETWEEN :first AND :last
