INSERT INTO pins (message_id, channel, pinned_by, pinned_ts)
SELECT id, channel, :pinned_by, :pinned_ts FROM messages
WHERE id = :message_id AND deleted = 0 AND content_type = 'text'
ON CONFLICT DO NOTHING
