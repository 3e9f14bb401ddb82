-- The newest invites, of one maker or, with :made_by NULL, of all people.
SELECT id, made_by, made_ts, expires_ts, uses, most_uses, administrator, ended_ts
FROM invites
WHERE made_by = coalesce(:made_by, made_by) AND administrator = 0
ORDER BY id DESC
LIMIT :limit
