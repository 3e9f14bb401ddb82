-- Everybody to whom something is pushed, with what they have set for all channels and for :channel, and how message :id concerns them.
SELECT p.username, n.level, n.sound, n.until_ts, coalesce(n.days, 0) AS days, n.from_minute, n.to_minute, u.zone,
    c.notify, coalesce(c.muted, 0) AS muted,
    EXISTS (SELECT 1 FROM mentions AS m WHERE m.message_id = :id AND m.username = p.username AND m.untold = 0) AS mentioned,
    EXISTS (SELECT 1 FROM read_state AS r WHERE r.user = p.username AND r.channel = :channel AND r.last_read_ts >= :ts) AS read
FROM (SELECT DISTINCT username FROM push_subscriptions) AS p
JOIN users AS u ON u.username = p.username
LEFT JOIN notification_settings AS n ON n.username = p.username
LEFT JOIN channel_settings AS c ON c.username = p.username AND c.channel = :channel
WHERE p.username <> :sender AND u.deactivated_ts IS NULL
