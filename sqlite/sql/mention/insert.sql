INSERT OR IGNORE INTO mentions (message_id, username, channel, ts, by_group, untold)
VALUES (:message_id, :username, :channel, :ts, :by_group, :untold)
