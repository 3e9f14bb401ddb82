DELETE FROM declined_channels WHERE channel_id = :channel_id AND username = :username
