-- name: insert
INSERT INTO invites (hash, made_by, made_ts, expires_ts, most_uses, administrator)
VALUES (:hash, :made_by, :made_ts, :expires_ts, :most_uses, :administrator)

-- name: insert_channel
INSERT INTO invite_channels (invite_id, channel) VALUES (:invite_id, :channel) ON CONFLICT DO NOTHING

-- name: find
SELECT id, made_by, made_ts, expires_ts, uses, most_uses, administrator, ended_ts FROM invites WHERE id = :id

-- name: find_by_hash
SELECT id, made_by, made_ts, expires_ts, uses, most_uses, administrator, ended_ts FROM invites WHERE hash = :hash

-- name: channels
SELECT channel FROM invite_channels WHERE invite_id = :invite_id

-- name: use
UPDATE invites SET uses = uses + 1 WHERE id = :id

-- name: end
UPDATE invites SET ended_ts = :ended_ts WHERE id = :id AND ended_ts IS NULL

-- name: end_of
-- Those that an account has made.
UPDATE invites SET ended_ts = :ended_ts WHERE made_by = :made_by AND ended_ts IS NULL

-- name: end_of_members
-- Those that were made by others than administrators.
UPDATE invites SET ended_ts = :ended_ts
WHERE ended_ts IS NULL AND made_by IN (SELECT made_by FROM invites EXCEPT SELECT username FROM users WHERE administrator = 1)

-- name: open_of
-- How many of an account's can still be used.
SELECT count(*) AS open FROM invites
WHERE made_by = :made_by AND ended_ts IS NULL AND uses < most_uses AND expires_ts > :now

-- name: list
-- The newest invites, of one maker or, with :made_by NULL, of all people.
SELECT id, made_by, made_ts, expires_ts, uses, most_uses, administrator, ended_ts
FROM invites
WHERE made_by = coalesce(:made_by, made_by) AND administrator = 0
ORDER BY id DESC
LIMIT :limit

-- name: export_invites
SELECT id, made_ts, expires_ts, uses, most_uses, ended_ts FROM invites WHERE made_by = :username ORDER BY id
