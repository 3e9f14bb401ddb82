INSERT OR IGNORE INTO message_reactions (channel, msg_ts, emoji, reactor, reacted_ts)
VALUES (:channel, :msg_ts, :emoji, :reactor, :reacted_ts)
