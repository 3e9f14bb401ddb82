-- The pinned messages of a channel, the last pinned first.
SELECT pins.message_id, messages.ts, pins.pinned_by, pins.pinned_ts
FROM pins JOIN messages ON messages.id = pins.message_id
WHERE pins.channel = :channel
ORDER BY pins.pinned_ts DESC
