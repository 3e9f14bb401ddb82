INSERT INTO private_channel_former (channel_id, username, history_start_ts, left_ts)
VALUES (:channel_id, :username, :history_start_ts, :left_ts)
ON CONFLICT (channel_id, username) DO UPDATE SET
    history_start_ts = excluded.history_start_ts, left_ts = excluded.left_ts
