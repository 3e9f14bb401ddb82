-- name: delete
DELETE FROM blocks WHERE blocker = :blocker AND lower(blocked) = lower(:blocked)
