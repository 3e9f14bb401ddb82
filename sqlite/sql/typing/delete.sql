DELETE FROM typing WHERE user = :user AND channel = :channel
