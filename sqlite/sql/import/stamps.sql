SELECT ts FROM messages WHERE channel = :channel
