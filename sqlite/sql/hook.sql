-- name: insert
INSERT INTO hooks (hash, channel, maker, bot, mentions, created_ts)
VALUES (:hash, :channel, :maker, :bot, :mentions, :created_ts)

-- name: find
SELECT id, channel, maker, bot, mentions, created_ts, last_used_ts FROM hooks WHERE hash = :hash

-- name: list
-- The webhooks that somebody has made, oldest first.
SELECT id, channel, maker, bot, mentions, created_ts, last_used_ts FROM hooks WHERE maker = :maker ORDER BY id

-- name: delete
DELETE FROM hooks WHERE id = :id AND maker = :maker

-- name: touch
UPDATE hooks SET last_used_ts = :now WHERE id = :id

-- name: export_webhooks
SELECT id, channel, bot, mentions, created_ts, last_used_ts FROM hooks WHERE maker = :username ORDER BY id
