-- What earlier imports took, as it is here; NULL where it is gone since.
SELECT i.source_id, i.source_ts, i.target_id, m.ts, m.edited_ts, m.deleted, m.reactions_ts, m.files
FROM imported AS i
LEFT JOIN messages AS m ON m.id = i.target_id
WHERE i.kind = 'message'
