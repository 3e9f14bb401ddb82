UPDATE messages
SET deleted = 1, deleted_ts = :ts, deleted_by = :deleted_by, deleted_as = :deleted_as, changed_ts = :ts
WHERE id = :id
