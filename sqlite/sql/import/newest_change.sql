SELECT max(changed_ts) AS ts FROM messages WHERE channel = :channel
