SELECT username, role, joined_ts, coalesce(joined_at_ts, joined_ts) AS joined_at_ts, history_start_ts
FROM private_channel_members
WHERE channel_id = :channel_id
ORDER BY username
