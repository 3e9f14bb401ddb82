SELECT m.username, m.role, m.joined_ts, coalesce(m.joined_at_ts, m.joined_ts) AS joined_at_ts, m.history_start_ts,
    EXISTS (SELECT 1 FROM users AS u WHERE u.username = m.username AND u.deactivated_ts IS NOT NULL) AS deactivated
FROM private_channel_members AS m
WHERE m.channel_id = :channel_id
ORDER BY m.username
