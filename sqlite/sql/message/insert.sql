-- NULL gives the next :id.
INSERT INTO messages (id, channel, sender, content, content_type, ts, sent_ts, reply_to_id, changed_ts)
VALUES (:id, :channel, :sender, :content, :content_type, :ts, :sent_ts, :reply_to_id, :ts)
