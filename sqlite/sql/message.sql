-- name: first_sent
-- The first message that the reader sees, from :start (s) on, which was sent at
-- :from (s) or later.
SELECT id
FROM messages
WHERE channel = :channel AND coalesce(sent_ts, ts) >= :from AND ts >= :start AND deleted = 0
ORDER BY coalesce(sent_ts, ts)
LIMIT 1

-- name: stamp_before
SELECT max(ts) AS ts FROM messages WHERE channel = :channel AND ts < :ts

-- name: insert
-- NULL gives the next :id.
INSERT INTO messages (id, channel, sender, content, content_type, ts, sent_ts, reply_to_id, changed_ts)
VALUES (:id, :channel, :sender, :content, :content_type, :ts, :sent_ts, :reply_to_id, :ts)

-- name: find
SELECT id, channel, sender, content, content_type, ts, coalesce(sent_ts, ts) AS sent_ts,
    edited, edited_ts, coalesce(edited_at_ts, edited_ts) AS edited_at_ts,
    deleted, deleted_ts, deleted_by, deleted_as, reply_to_id, reactions_ts, mentions, files
FROM messages
WHERE id = :id

-- name: edit
UPDATE messages
SET content = :content, edited = 1, edited_ts = :ts, edited_at_ts = :edited_at_ts, changed_ts = :ts
WHERE id = :id

-- name: delete
UPDATE messages
SET deleted = 1, deleted_ts = :ts, deleted_by = :deleted_by, deleted_as = :deleted_as, changed_ts = :ts
WHERE id = :id

-- name: newest
-- The newest page, newest first.
SELECT id, channel, sender, content, content_type, ts, coalesce(sent_ts, ts) AS sent_ts,
    edited, edited_ts, coalesce(edited_at_ts, edited_ts) AS edited_at_ts,
    deleted, deleted_ts, deleted_by, deleted_as, reply_to_id, reactions_ts, mentions, files
FROM messages
WHERE channel = :channel AND ts >= :history_start_ts
ORDER BY ts DESC
LIMIT :limit

-- name: changed
-- Those that changed last, the latest first.
SELECT id, channel, sender, content, content_type, ts, coalesce(sent_ts, ts) AS sent_ts,
    edited, edited_ts, coalesce(edited_at_ts, edited_ts) AS edited_at_ts,
    deleted, deleted_ts, deleted_by, deleted_as, reply_to_id, reactions_ts, mentions, files
FROM messages
WHERE channel = :channel
ORDER BY changed_ts DESC
LIMIT :limit

-- name: changed_ts_after
-- When the one changed that comes after so many which changed last.
SELECT changed_ts FROM messages WHERE channel = :channel ORDER BY changed_ts DESC LIMIT 1 OFFSET :limit

-- name: after
-- What changed after the cursor, in the order it changed. A visible message
-- has changed_ts >= ts >= history_start_ts, which bounds the index range.
SELECT id, channel, sender, content, content_type, ts, coalesce(sent_ts, ts) AS sent_ts,
    edited, edited_ts, coalesce(edited_at_ts, edited_ts) AS edited_at_ts,
    deleted, deleted_ts, deleted_by, deleted_as, reply_to_id, reactions_ts, mentions, files
FROM messages
WHERE channel = :channel AND changed_ts > :after AND changed_ts >= :history_start_ts AND ts >= :history_start_ts
ORDER BY changed_ts
LIMIT :limit

-- name: before
-- The page before a stamp, newest first.
SELECT id, channel, sender, content, content_type, ts, coalesce(sent_ts, ts) AS sent_ts,
    edited, edited_ts, coalesce(edited_at_ts, edited_ts) AS edited_at_ts,
    deleted, deleted_ts, deleted_by, deleted_as, reply_to_id, reactions_ts, mentions, files
FROM messages
WHERE channel = :channel AND ts < :before AND ts >= :history_start_ts AND deleted = 0
ORDER BY ts DESC
LIMIT :limit

-- name: following
-- The page after a stamp, oldest first.
SELECT id, channel, sender, content, content_type, ts, coalesce(sent_ts, ts) AS sent_ts,
    edited, edited_ts, coalesce(edited_at_ts, edited_ts) AS edited_at_ts,
    deleted, deleted_ts, deleted_by, deleted_as, reply_to_id, reactions_ts, mentions, files
FROM messages
WHERE channel = :channel AND ts > :after AND ts >= :history_start_ts AND deleted = 0
ORDER BY ts
LIMIT :limit

-- name: newest_ts
SELECT max(ts) AS ts FROM messages WHERE channel = :channel

-- name: at
-- The message of a stamp.
SELECT id, channel, sender, content, content_type, ts, coalesce(sent_ts, ts) AS sent_ts,
    edited, edited_ts, coalesce(edited_at_ts, edited_ts) AS edited_at_ts,
    deleted, deleted_ts, deleted_by, deleted_as, reply_to_id, reactions_ts, mentions, files
FROM messages
WHERE channel = :channel AND ts = :ts

-- name: last_id
-- The message stored last, of any channel; NULL for none.
SELECT max(id) AS id
FROM messages

-- name: export_messages
-- What somebody wrote; of what is deleted no text.
SELECT id, channel, CASE WHEN deleted = 0 THEN content END AS content, ts, coalesce(sent_ts, ts) AS sent_ts,
    edited, edited_ts, deleted, deleted_ts, reply_to_id
FROM messages
WHERE rowid > :after AND rowid <= :until AND sender = :username AND content_type = 'text'
ORDER BY rowid
LIMIT :limit
