-- name: keys
SELECT private_key, public_key FROM push_keys WHERE id = 1

-- name: save_keys
INSERT OR IGNORE INTO push_keys (id, private_key, public_key) VALUES (1, :private_key, :public_key)

-- name: of_session
SELECT endpoint, with_text FROM push_subscriptions WHERE session = :session

-- name: subscribe
-- Nothing for a session that has ended.
INSERT OR REPLACE INTO push_subscriptions (endpoint, username, session, key, secret, with_text, language, created_ts)
SELECT :endpoint, username, session, :key, :secret, :with_text, :language, :now FROM logins WHERE session = :session AND username = :username

-- name: unsubscribe
DELETE FROM push_subscriptions WHERE session = :session

-- name: forget
DELETE FROM push_subscriptions WHERE endpoint = :endpoint

-- name: list
-- Those of someone's sessions that have not expired at :now (s, Unix), each with the language to write to it in.
SELECT p.endpoint, p.key, p.secret, p.with_text,
    CASE WHEN coalesce(u.language, 'browser') = 'browser' THEN p.language ELSE u.language END AS language
FROM push_subscriptions AS p
JOIN users AS u ON u.username = p.username
JOIN sessions AS s ON s.k = p.session
WHERE p.username = :username AND (s.e = 0 OR s.e > :now)
ORDER BY p.created_ts DESC
LIMIT 20

-- name: since
-- The messages that came after one, in their order.
SELECT id FROM messages WHERE id > :after ORDER BY id LIMIT :limit

-- name: candidates
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

-- name: shown
-- The display name of somebody who has one, and whether it is another's too.
SELECT u.display_name,
    EXISTS (SELECT 1 FROM users AS o WHERE o.display_key = u.display_key AND o.username <> u.username) AS alike
FROM users AS u
WHERE u.username = :username AND u.display_name IS NOT NULL

-- name: export_push_subscriptions
-- Where notifications are sent; the addresses themselves are secrets of the browsers.
SELECT with_text, language, created_ts FROM push_subscriptions WHERE username = :username
