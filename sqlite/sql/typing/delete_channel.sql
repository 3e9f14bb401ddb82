DELETE FROM typing WHERE channel = :channel
