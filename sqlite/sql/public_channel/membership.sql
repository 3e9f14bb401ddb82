SELECT joined, since_ts FROM public_channel_members WHERE channel = :channel AND username = :user
