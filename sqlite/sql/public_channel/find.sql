SELECT channel FROM public_channels WHERE channel = :channel AND archived_ts IS NULL
