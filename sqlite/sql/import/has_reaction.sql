SELECT 1 FROM message_reactions
WHERE channel = :channel AND msg_ts = :msg_ts AND emoji = :emoji AND reactor = :reactor
