-- name: blocks
SELECT block, oldest_ts, newest_ts, disorder_s, directory FROM search_blocks ORDER BY block DESC

-- name: find_block
SELECT block, oldest_ts, newest_ts, disorder_s, directory FROM search_blocks WHERE block = :block

-- name: insert_block
INSERT INTO search_blocks (block, oldest_ts, newest_ts, disorder_s, directory)
VALUES (:block, :oldest_ts, :newest_ts, :disorder_s, :directory)
ON CONFLICT (block) DO NOTHING

-- name: delete_blocks
DELETE FROM search_blocks WHERE block BETWEEN :first AND :last

-- name: find_data
SELECT data FROM search_grams WHERE id = :id

-- name: insert_data
INSERT OR REPLACE INTO search_grams (id, data) VALUES (:id, :data)

-- name: delete_data
DELETE FROM search_grams WHERE id BETWEEN :first AND :last

-- name: block_numbers
SELECT block FROM search_blocks ORDER BY block DESC

-- name: scan
-- The messages of a range of ids, the highest first.
SELECT id, channel, sender, content, content_type, ts, coalesce(sent_ts, ts) AS sent_ts,
    edited, edited_ts, coalesce(edited_at_ts, edited_ts) AS edited_at_ts, deleted, deleted_ts, reply_to_id, reactions_ts, mentions, files
FROM messages
WHERE id BETWEEN :first AND :last
ORDER BY id DESC

-- name: numbers
-- The number of the oldest message, and the highest that was given.
SELECT coalesce((SELECT min(id) FROM messages), 0) AS lowest,
    max(coalesce((SELECT max(id) FROM messages), 0), coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'messages'), 0)) AS highest

-- name: find_all
-- Messages by their numbers, which :ids lists with commas between, the highest first.
SELECT id, channel, sender, content, content_type, ts, coalesce(sent_ts, ts) AS sent_ts,
    edited, edited_ts, coalesce(edited_at_ts, edited_ts) AS edited_at_ts,
    deleted, deleted_ts, deleted_by, deleted_as, reply_to_id, reactions_ts, mentions, files
FROM messages
WHERE id IN (SELECT value FROM json_each('[' || :ids || ']'))
ORDER BY id DESC

-- name: private
-- The private channels in use that someone is a member of.
SELECT c.id, c.name, m.joined_ts, m.history_start_ts
FROM private_channel_members AS m
JOIN private_channels AS c ON c.id = m.channel_id
WHERE m.username = :user AND c.archived_ts IS NULL

-- name: direct
SELECT channel FROM dm_participants WHERE username = :user

-- name: last_read
SELECT last_read_ts FROM read_state WHERE user = :user AND channel = :channel

-- name: reacted
SELECT 1 FROM message_reactions WHERE channel = :channel AND msg_ts = :ts LIMIT 1

-- name: stale
SELECT message_id, content FROM search_stale ORDER BY message_id

-- name: any_stale
SELECT 1 FROM search_stale LIMIT 1

-- name: delete_stale
DELETE FROM search_stale WHERE message_id BETWEEN :first AND :last

-- name: to_index
-- The messages of a range of numbers, and whether there are reactions to each.
SELECT id, channel, sender, content, content_type, ts, coalesce(sent_ts, ts) AS sent_ts,
    edited, edited_ts, coalesce(edited_at_ts, edited_ts) AS edited_at_ts, deleted, deleted_ts, reply_to_id, reactions_ts, files,
    EXISTS (SELECT 1 FROM message_reactions AS r WHERE r.channel = m.channel AND r.msg_ts = m.ts) AS reacted
FROM messages AS m
WHERE id BETWEEN :first AND :last
ORDER BY id
