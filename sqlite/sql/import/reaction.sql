INSERT OR IGNORE INTO message_reactions (channel, msg_ts, emoji, reactor, reacted_ts, author)
VALUES (:channel, :msg_ts, :emoji, :reactor, :reacted_ts, (
    SELECT nullif(m.sender, :reactor) FROM messages AS m WHERE m.channel = :channel AND m.ts = :msg_ts
))
