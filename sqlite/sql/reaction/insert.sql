INSERT INTO message_reactions (channel, msg_ts, emoji, reactor, reacted_ts, author)
VALUES (:channel, :msg_ts, :emoji, :reactor, :reacted_ts, nullif(:author, :reactor))
