-- name: insert
INSERT INTO pins (message_id, channel, pinned_by, pinned_ts)
VALUES (:message_id, :channel, :pinned_by, :pinned_ts)
ON CONFLICT DO NOTHING

-- name: delete
DELETE FROM pins WHERE message_id = :message_id

-- name: list
-- The pinned messages of a channel, the last pinned first.
SELECT pins.message_id, messages.ts, pins.pinned_by, pins.pinned_ts
FROM pins JOIN messages ON messages.id = pins.message_id
WHERE pins.channel = :channel
ORDER BY pins.pinned_ts DESC

-- name: count
SELECT count(*) AS pins FROM pins WHERE channel = :channel

-- name: find
SELECT pinned_by FROM pins WHERE message_id = :message_id

-- name: export_pins
SELECT message_id, channel, pinned_ts FROM pins WHERE pinned_by = :username ORDER BY message_id
