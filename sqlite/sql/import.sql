-- name: picture
-- The first picture of somebody.
UPDATE users SET picture = 1 WHERE username = :username AND picture = 0
RETURNING username

-- name: foreign_reactions
-- Those without a time are of other programs.
SELECT rowid AS id, emoji, reactor FROM message_reactions WHERE reacted_ts IS NULL

-- name: respell_reaction
UPDATE OR REPLACE message_reactions SET emoji = :emoji, reactor = :reactor WHERE rowid = :id

-- name: readers
SELECT DISTINCT reader FROM read_receipts

-- name: rename_reader
UPDATE OR REPLACE read_receipts SET reader = :to WHERE reader = :from

-- name: accounts
SELECT username, password_hash, share_receipts FROM users ORDER BY username

-- name: account
INSERT INTO users (username, password_hash, created_ts, session_epoch)
VALUES (:username, :password_hash, :created_ts, :epoch)

-- name: taken_messages
-- What earlier imports took, as it is here; NULL where it is gone since.
SELECT i.source_id, i.source_ts, i.target_id, m.ts, m.edited_ts, m.deleted, m.reactions_ts, m.files
FROM imported AS i
LEFT JOIN messages AS m ON m.id = i.target_id
WHERE i.kind = 'message'

-- name: taken_channels
-- Earlier imports, and the original's own presence.db that was opened here.
SELECT source_id, source_ts, target_id FROM imported WHERE kind = 'private_channel'
UNION ALL
SELECT id, created_ts, id FROM private_channels

-- name: highest
SELECT seq FROM sqlite_sequence WHERE name = :table

-- name: stamps
SELECT ts FROM messages WHERE channel = :channel

-- name: newest_change
SELECT max(changed_ts) AS ts FROM messages WHERE channel = :channel

-- name: private_channel
INSERT INTO private_channels (id, name, created_by, created_ts, archived_ts)
VALUES (:id, :name, :created_by, :created_ts, :archived_ts)

-- name: member
INSERT INTO private_channel_members (channel_id, username, joined_ts, history_start_ts, role)
VALUES (:channel_id, :username, :joined_ts, :history_start_ts, :role)

-- name: message
INSERT INTO messages (id, channel, sender, content, content_type, ts, sent_ts, edited, edited_ts, deleted, deleted_ts,
    reply_to_id, reactions_ts, changed_ts)
VALUES (:id, :channel, :sender, :content, :content_type, :ts, :sent_ts, :edited, :edited_ts, :deleted, :deleted_ts,
    :reply_to_id, :reactions_ts, :changed_ts)

-- name: revise
-- An edit or a deletion that the message has where it was taken from.
UPDATE messages
SET content = coalesce(:content, content), edited = max(edited, :edited), edited_ts = coalesce(:edited_ts, edited_ts),
    edited_at_ts = iif(:edited_ts IS NULL, edited_at_ts, NULL),
    deleted = :deleted, deleted_ts = :deleted_ts, reactions_ts = coalesce(:reactions_ts, reactions_ts), changed_ts = :changed_ts
WHERE id = :id

-- name: note
INSERT INTO imported (kind, source_id, source_ts, target_id) VALUES (:kind, :source_id, :source_ts, :target_id)

-- name: reaction
INSERT OR IGNORE INTO message_reactions (channel, msg_ts, emoji, reactor, reacted_ts, author)
VALUES (:channel, :msg_ts, :emoji, :reactor, :reacted_ts, (
    SELECT nullif(m.sender, :reactor) FROM messages AS m WHERE m.channel = :channel AND m.ts = :msg_ts
))

-- name: has_reaction
SELECT 1 FROM message_reactions
WHERE channel = :channel AND msg_ts = :msg_ts AND emoji = :emoji AND reactor = :reactor

-- name: pin
INSERT INTO pins (message_id, channel, pinned_by, pinned_ts)
SELECT id, channel, :pinned_by, :pinned_ts FROM messages
WHERE id = :message_id AND deleted = 0 AND content_type = 'text'
ON CONFLICT DO NOTHING

-- name: mention
-- One name that a message mentions: an account other than its sender's, with access to
-- the channel.
INSERT INTO mentions (message_id, username, channel, ts)
SELECT m.id, u.username, m.channel, m.ts
FROM messages AS m JOIN users AS u ON u.username = :username
WHERE m.id = :message_id AND m.deleted = 0 AND m.content_type = 'text' AND u.username <> m.sender
    AND CASE
        WHEN m.channel LIKE 'dm:%' THEN instr(m.channel || ':', ':' || u.username || ':') > 0
        WHEN m.channel LIKE 'private:%' THEN EXISTS (
            SELECT 1 FROM private_channel_members AS p
            WHERE p.channel_id = CAST(substr(m.channel, 9) AS INTEGER) AND p.username = u.username)
        ELSE TRUE
    END
ON CONFLICT DO NOTHING

-- name: forget_mentions
-- Those of an earlier text.
DELETE FROM mentions WHERE message_id = :message_id

-- name: count_mentions
-- How many names are marked in a message's text, as reading it asks.
UPDATE messages SET mentions = nullif((SELECT count(*) FROM mentions WHERE message_id = messages.id AND by_group = 0), 0)
WHERE id = :message_id

-- name: receipt
INSERT OR IGNORE INTO read_receipts (channel, msg_ts, reader) VALUES (:channel, :msg_ts, :reader)

-- name: last_read
-- Forward, never back.
INSERT INTO read_state (user, channel, last_read_ts) VALUES (:user, :channel, :last_read_ts)
ON CONFLICT (user, channel) DO UPDATE SET last_read_ts = excluded.last_read_ts
WHERE excluded.last_read_ts > last_read_ts

-- name: hidden
INSERT OR IGNORE INTO dm_hidden (user, channel, hidden_ts) VALUES (:user, :channel, :hidden_ts)

-- name: removed_accounts
SELECT number, name, messages FROM removed_accounts

-- name: noted_accounts
SELECT username, password_digest FROM imported_accounts

-- name: note_account
INSERT INTO imported_accounts (username, password_digest) VALUES (:username, :password_digest)
ON CONFLICT (username) DO UPDATE SET password_digest = excluded.password_digest

-- name: noted_members
SELECT username FROM imported_members WHERE channel_id = :channel_id

-- name: note_member
INSERT OR IGNORE INTO imported_members (channel_id, username) VALUES (:channel_id, :username)

-- name: forget_members
DELETE FROM imported_members WHERE channel_id = :channel_id

-- name: former_members
SELECT username, history_start_ts FROM private_channel_former WHERE channel_id = :channel_id

-- name: set_creator
UPDATE private_channels SET created_by = :created_by WHERE id = :id
