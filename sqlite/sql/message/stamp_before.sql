SELECT max(ts) AS ts FROM messages WHERE channel = :channel AND ts < :ts
