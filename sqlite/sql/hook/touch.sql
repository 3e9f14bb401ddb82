UPDATE hooks SET last_used_ts = :now WHERE id = :id
