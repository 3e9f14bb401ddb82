SELECT count(*) AS pins FROM pins WHERE channel = :channel
