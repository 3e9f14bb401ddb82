-- name: insert_data
INSERT INTO search_grams (id, data) VALUES (:id, :data)
ON CONFLICT (id) DO UPDATE SET data = excluded.data

-- name: numbers
-- The number of the oldest message, and the highest. One that is not committed yet
-- must not count: its block would be indexed without it.
SELECT coalesce(min(id), 0) AS lowest, coalesce(max(id), 0) AS highest FROM messages

-- name: find_all
-- Messages by their numbers, which :ids lists with commas between, the highest first.
SELECT id, channel, sender, content, content_type, ts, coalesce(sent_ts, ts) AS sent_ts,
    edited, edited_ts, coalesce(edited_at_ts, edited_ts) AS edited_at_ts,
    deleted, deleted_ts, deleted_by, deleted_as, reply_to_id, reactions_ts, mentions, files
FROM messages
WHERE id = ANY (string_to_array(:ids, ',')::bigint[])
ORDER BY id DESC
