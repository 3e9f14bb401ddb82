-- name: insert
INSERT INTO removed_accounts (name, messages, removed_ts) VALUES (:name, :messages, :removed_ts)

-- name: find
SELECT number FROM removed_accounts WHERE name = :name

-- name: names
SELECT name FROM removed_accounts ORDER BY number

-- name: unfinished
SELECT number, name, messages, removed_ts FROM removed_accounts WHERE done_ts IS NULL ORDER BY number

-- name: finish
UPDATE removed_accounts SET done_ts = :done_ts WHERE number = :number

-- name: messages
-- What somebody wrote, answers to it, which quote it under their name, and the
-- system messages that may name them, in the order of their numbers.
SELECT m.id, m.channel, m.content, m.content_type, m.sender = :name AS own, m.deleted
FROM messages AS m
WHERE m.id > :after AND (
    m.sender = :name OR m.deleted_by = :name
    OR m.content_type = 'system' AND instr(m.content, :name) > 0
    OR m.reply_to_id IS NOT NULL AND EXISTS (SELECT 1 FROM messages AS q WHERE q.id = m.reply_to_id AND q.sender IN (:name, :shown))
)
ORDER BY m.id
LIMIT :limit

-- name: rename_message
-- A change like any other for those who follow the channel.
UPDATE messages
SET sender = CASE sender WHEN :name THEN :shown ELSE sender END,
    deleted_by = CASE deleted_by WHEN :name THEN :shown ELSE deleted_by END,
    content = CASE content_type WHEN 'system' THEN :content ELSE content END, reactions_ts = :ts, changed_ts = :ts
WHERE id = :id

-- name: erase_message
UPDATE messages
SET content = '', deleted = 1, deleted_ts = coalesce(deleted_ts, :ts), changed_ts = :ts, reactions_ts = :ts
WHERE id = :id

-- name: reactions
SELECT r.rowid AS id, r.channel, r.msg_ts
FROM message_reactions AS r
WHERE r.rowid > :after AND r.reactor = :name
ORDER BY r.rowid
LIMIT :limit

-- name: rename_reaction
UPDATE message_reactions SET reactor = :shown WHERE rowid = :id

-- name: delete_reaction
DELETE FROM message_reactions WHERE rowid = :id

-- name: touch
UPDATE messages SET reactions_ts = :ts, changed_ts = :ts WHERE channel = :channel AND ts = :msg_ts

-- name: receipts
SELECT rowid AS id, channel FROM read_receipts WHERE rowid > :after AND reader = :name ORDER BY rowid LIMIT :limit

-- name: delete_receipt
DELETE FROM read_receipts WHERE rowid = :id
