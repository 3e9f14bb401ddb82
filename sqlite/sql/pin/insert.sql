INSERT INTO pins (message_id, channel, pinned_by, pinned_ts)
VALUES (:message_id, :channel, :pinned_by, :pinned_ts)
ON CONFLICT DO NOTHING
