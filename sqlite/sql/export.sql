-- name: profile
-- All that stands in the account, but for the columns of withheld.
SELECT * FROM users WHERE username = :username

-- name: messages
-- What somebody wrote; of what is deleted no text.
SELECT id, channel, CASE WHEN deleted = 0 THEN content END AS content, ts, coalesce(sent_ts, ts) AS sent_ts,
    edited, edited_ts, deleted, deleted_ts, reply_to_id
FROM messages
WHERE rowid > :after AND rowid <= :until AND sender = :username AND content_type = 'text'
ORDER BY rowid
LIMIT :limit

-- name: files
-- What somebody uploaded and is kept; the content of those that have not expired is a file of its own.
SELECT id, message_id, name, type, size, width, height, uploaded_ts, state
FROM files
WHERE uploader = :username AND state IN ('ready', 'expired')
ORDER BY message_id, id

-- name: reactions
SELECT rowid AS number, channel, msg_ts, emoji, reacted_ts
FROM message_reactions
WHERE rowid > :after AND rowid <= :until AND reactor = :username
ORDER BY rowid
LIMIT :limit

-- name: read_receipts
SELECT rowid AS number, channel, msg_ts, read_ts
FROM read_receipts
WHERE rowid > :after AND rowid <= :until AND reader = :username
ORDER BY rowid
LIMIT :limit

-- name: read_positions
SELECT channel, last_read_ts FROM read_state WHERE user = :username ORDER BY channel

-- name: private_channels
-- The private channels in use that somebody is a member of.
SELECT 'private:' || c.id AS channel, c.name, m.role, m.joined_ts, m.history_start_ts
FROM private_channel_members AS m
JOIN private_channels AS c ON c.id = m.channel_id
WHERE m.username = :username AND c.archived_ts IS NULL
ORDER BY c.id

-- name: declined_channels
SELECT 'private:' || channel_id AS channel, name, declined_ts FROM declined_channels WHERE username = :username ORDER BY channel_id

-- name: conversations
SELECT d.channel, h.hidden_ts
FROM dm_participants AS d
LEFT JOIN dm_hidden AS h ON h.user = d.username AND h.channel = d.channel
WHERE d.username = :username
ORDER BY d.channel

-- name: channel_settings
SELECT channel, muted, favourite, notify, marked_unread_ts FROM channel_settings WHERE username = :username ORDER BY channel

-- name: sidebar_settings
SELECT sort_by, folded FROM sidebar_settings WHERE username = :username

-- name: drafts
SELECT channel, text, changed_ts FROM drafts WHERE user = :username ORDER BY channel

-- name: notification_settings
SELECT level, sound, until_ts, days, from_minute, to_minute FROM notification_settings WHERE username = :username

-- name: push_subscriptions
-- Where notifications are sent; the addresses themselves are secrets of the browsers.
SELECT with_text, language, created_ts FROM push_subscriptions WHERE username = :username

-- name: mentions
-- Where somebody was mentioned, which is not what others wrote there.
SELECT message_id, channel, ts FROM mentions WHERE username = :username AND untold = 0 ORDER BY message_id

-- name: blocks
SELECT blocked, since_ts FROM blocks WHERE blocker = :username ORDER BY blocked

-- name: pins
SELECT message_id, channel, pinned_ts FROM pins WHERE pinned_by = :username ORDER BY message_id

-- name: saved
SELECT message_id, saved_ts FROM saved WHERE username = :username ORDER BY message_id

-- name: public_channels
-- What somebody joined or left, and whether they made it.
SELECT members.channel, members.joined, members.since_ts, coalesce(made.created_by = :username, 0) AS made
FROM public_channel_members AS members LEFT JOIN public_channels AS made ON made.channel = members.channel
WHERE members.username = :username
ORDER BY members.channel

-- name: sessions
SELECT browser, address, started_ts, seen_ts FROM logins WHERE username = :username ORDER BY seen_ts

-- name: tokens
SELECT id, username, name, scope, created_ts, last_used_ts
FROM tokens
WHERE username IN (SELECT username FROM users WHERE username = :username OR bot_owner = :username)
ORDER BY id

-- name: bots
SELECT username, created_ts FROM users WHERE bot_owner = :username ORDER BY username

-- name: webhooks
SELECT id, channel, bot, mentions, created_ts, last_used_ts FROM hooks WHERE maker = :username ORDER BY id

-- name: invites
SELECT id, made_ts, expires_ts, uses, most_uses, ended_ts FROM invites WHERE made_by = :username ORDER BY id
