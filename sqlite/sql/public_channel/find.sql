SELECT name, created_by, archived_ts FROM public_channels WHERE channel = :channel
