-- name: list
SELECT channel, muted, favourite, notify, marked_unread_ts FROM channel_settings WHERE username = :username

-- name: find
SELECT muted, favourite, notify, marked_unread_ts FROM channel_settings WHERE username = :username AND channel = :channel

-- name: count
SELECT count(*) AS channels FROM channel_settings WHERE username = :username

-- name: save
INSERT INTO channel_settings (username, channel, muted, favourite, notify, marked_unread_ts)
VALUES (:username, :channel, :muted, :favourite, :notify, :marked_unread_ts)
ON CONFLICT (username, channel) DO UPDATE SET
    muted = excluded.muted, favourite = excluded.favourite, notify = excluded.notify, marked_unread_ts = excluded.marked_unread_ts

-- name: delete
DELETE FROM channel_settings WHERE username = :username AND channel = :channel

-- name: export_channel_settings
SELECT channel, muted, favourite, notify, marked_unread_ts FROM channel_settings WHERE username = :username ORDER BY channel
