INSERT INTO private_channel_members (channel_id, username, joined_ts, joined_at_ts, history_start_ts, role, added_by)
VALUES (:channel_id, :username, :joined_ts, :joined_at_ts, :history_start_ts, :role, :added_by)
