SELECT username, history_start_ts FROM private_channel_former WHERE channel_id = :channel_id
