-- name: insert
INSERT INTO saved (username, message_id, saved_ts)
VALUES (:username, :message_id, :saved_ts)
ON CONFLICT DO NOTHING

-- name: delete
DELETE FROM saved WHERE username = :username AND message_id = :message_id

-- name: find
SELECT saved_ts FROM saved WHERE username = :username AND message_id = :message_id

-- name: by
-- Who has saved a message.
SELECT username FROM saved WHERE message_id = :message_id

-- name: count
SELECT count(*) AS saved FROM saved WHERE username = :username

-- name: list
-- What somebody has saved before a moment, the last saved first. The moment is that
-- of a message, of which those of the same one have higher numbers.
SELECT message_id, saved_ts FROM saved
WHERE username = :username AND (saved_ts, message_id) < (:before_ts, :before)
ORDER BY saved_ts DESC, message_id DESC
LIMIT :limit

-- name: export_saved
SELECT message_id, saved_ts FROM saved WHERE username = :username ORDER BY message_id
