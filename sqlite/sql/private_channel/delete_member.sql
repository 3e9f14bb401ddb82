DELETE FROM private_channel_members WHERE channel_id = :channel_id AND username = :username
