SELECT m.username, m.role, m.joined_ts, coalesce(m.joined_at_ts, m.joined_ts) AS joined_at_ts, m.history_start_ts,
    u.deactivated_ts IS NOT NULL AS deactivated, u.bot_owner IS NOT NULL AS bot
FROM private_channel_members AS m
LEFT JOIN users AS u ON u.username = m.username
WHERE m.channel_id = :channel_id
ORDER BY m.username
