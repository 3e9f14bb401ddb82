-- In the order people reacted.
SELECT emoji, reactor
FROM message_reactions
WHERE channel = :channel AND msg_ts = :msg_ts
ORDER BY rowid
