SELECT username, role, joined_ts, history_start_ts
FROM private_channel_members
WHERE channel_id = :channel_id
ORDER BY username
