-- An edit or a deletion that the message has where it was taken from.
UPDATE messages
SET content = coalesce(:content, content), edited = max(edited, :edited), edited_ts = coalesce(:edited_ts, edited_ts),
    edited_at_ts = iif(:edited_ts IS NULL, edited_at_ts, NULL),
    deleted = :deleted, deleted_ts = :deleted_ts, reactions_ts = coalesce(:reactions_ts, reactions_ts), changed_ts = :changed_ts
WHERE id = :id
