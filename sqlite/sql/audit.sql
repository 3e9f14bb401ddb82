-- name: insert
INSERT INTO audit (ts, action, actor, address, subject, detail)
VALUES (:ts, :action, :actor, :address, :subject, :detail)

-- name: list
-- The newest entries before one, for a page of the log; :action '' and :person '' are any.
SELECT id, ts, action, actor, address, subject, detail
FROM audit
WHERE id < :before
    AND (:action = '' OR action = :action)
    AND (:person = '' OR actor = :person COLLATE NOCASE OR subject = :person COLLATE NOCASE)
ORDER BY id DESC
LIMIT :limit

-- name: prune
DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE ts < :before ORDER BY ts LIMIT :limit)

-- name: any_to_prune
SELECT 1 FROM audit WHERE ts < :before LIMIT 1
