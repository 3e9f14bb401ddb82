UPDATE messages
SET content = :content, edited = 1, edited_ts = :ts, edited_at_ts = :edited_at_ts, changed_ts = :ts
WHERE id = :id
