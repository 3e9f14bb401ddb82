-- name: list
-- The newest entries before one, for a page of the log; :action '' and :person '' are any.
SELECT id, ts, action, actor, address, subject, detail
FROM audit
WHERE id < :before
    AND (:action = '' OR action = :action)
    AND (:person = '' OR lower(actor) = lower(:person) OR lower(subject) = lower(:person))
ORDER BY id DESC
LIMIT :limit
