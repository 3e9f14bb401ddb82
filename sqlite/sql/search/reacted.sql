SELECT 1 FROM message_reactions WHERE channel = :channel AND msg_ts = :ts LIMIT 1
