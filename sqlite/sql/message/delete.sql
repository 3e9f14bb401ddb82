UPDATE messages SET deleted = 1, deleted_ts = :ts, changed_ts = :ts WHERE id = :id
