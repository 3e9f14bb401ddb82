UPDATE messages SET reactions_ts = :ts, changed_ts = :ts WHERE id = :id
