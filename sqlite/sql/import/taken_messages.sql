-- What earlier imports took, with its time here; NULL where it is gone since.
SELECT i.source_id, i.source_ts, i.target_id, m.ts
FROM imported AS i
LEFT JOIN messages AS m ON m.id = i.target_id
WHERE i.kind = 'message'
