-- Those (or of them :only) whom message :id may notify and to whom something is pushed, with what they have set for all channels and for :channel, and how the
-- message concerns them: whom it mentions or answers, the others of a conversation, and who asked for every message.
SELECT p.username, n.level, n.sound, n.until_ts, coalesce(n.days, 0) AS days, n.from_minute, n.to_minute, u.zone,
    c.notify, coalesce(c.muted, 0) AS muted,
    EXISTS (SELECT 1 FROM mentions AS m WHERE m.message_id = :id AND m.username = p.username AND m.untold = 0) AS mentioned,
    EXISTS (SELECT 1 FROM read_state AS r WHERE r.user = p.username AND r.channel = :channel AND r.last_read_ts >= :ts) AS read
FROM (
    SELECT username FROM mentions WHERE message_id = :id AND untold = 0
    UNION SELECT o.sender FROM messages AS o WHERE o.id = :reply_to_id
    UNION SELECT username FROM dm_participants WHERE channel = :channel
    UNION SELECT username FROM channel_settings WHERE channel = :channel AND notify = 'all'
    UNION SELECT username FROM notification_settings WHERE level = 'all'
) AS p
JOIN users AS u ON u.username = p.username
LEFT JOIN notification_settings AS n ON n.username = p.username
LEFT JOIN channel_settings AS c ON c.username = p.username AND c.channel = :channel
WHERE p.username <> :sender AND (:only = '' OR p.username = :only) AND u.deactivated_ts IS NULL
    AND EXISTS (SELECT 1 FROM push_subscriptions AS s WHERE s.username = p.username)
