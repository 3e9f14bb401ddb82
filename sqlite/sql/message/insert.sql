INSERT INTO messages (channel, sender, content, content_type, ts, sent_ts, reply_to_id, changed_ts)
VALUES (:channel, :sender, :content, :content_type, :ts, :sent_ts, :reply_to_id, :ts)
