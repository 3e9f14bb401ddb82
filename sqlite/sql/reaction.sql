-- name: list
-- In the order people reacted.
SELECT emoji, reactor
FROM message_reactions
WHERE channel = :channel AND msg_ts = :msg_ts
ORDER BY rowid

-- name: spellings
SELECT emoji
FROM message_reactions
WHERE channel = :channel AND msg_ts = :msg_ts AND reactor = :reactor

-- name: insert
INSERT INTO message_reactions (channel, msg_ts, emoji, reactor, reacted_ts, author)
VALUES (:channel, :msg_ts, :emoji, :reactor, :reacted_ts, nullif(:author, :reactor))

-- name: delete
DELETE FROM message_reactions
WHERE channel = :channel AND msg_ts = :msg_ts AND emoji = :emoji AND reactor = :reactor

-- name: touch
UPDATE messages SET reactions_ts = :ts, changed_ts = :ts WHERE id = :id

-- name: export_reactions
SELECT rowid AS number, channel, msg_ts, emoji, reacted_ts
FROM message_reactions
WHERE rowid > :after AND rowid <= :until AND reactor = :username
ORDER BY rowid
LIMIT :limit
