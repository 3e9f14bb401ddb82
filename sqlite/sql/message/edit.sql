UPDATE messages SET content = :content, edited = 1, edited_ts = :ts, changed_ts = :ts WHERE id = :id
