UPDATE messages
SET content = '', deleted = 1, deleted_ts = coalesce(deleted_ts, :ts), changed_ts = :ts, reactions_ts = :ts
WHERE id = :id
