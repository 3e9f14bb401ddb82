SELECT emoji
FROM message_reactions
WHERE channel = :channel AND msg_ts = :msg_ts AND reactor = :reactor
