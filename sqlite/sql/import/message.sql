INSERT INTO messages (id, channel, sender, content, content_type, ts, sent_ts, edited, edited_ts, deleted, deleted_ts,
    reply_to_id, reactions_ts, changed_ts)
VALUES (:id, :channel, :sender, :content, :content_type, :ts, :sent_ts, :edited, :edited_ts, :deleted, :deleted_ts,
    :reply_to_id, :reactions_ts, :changed_ts)
