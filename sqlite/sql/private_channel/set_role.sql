UPDATE private_channel_members SET role = :role WHERE channel_id = :channel_id AND username = :username
