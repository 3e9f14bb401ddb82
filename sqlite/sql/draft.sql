-- name: list
SELECT channel, text, changed_ts FROM drafts WHERE user = :user ORDER BY channel

-- name: find
SELECT text FROM drafts WHERE user = :user AND channel = :channel

-- name: count
SELECT count(*) AS drafts FROM drafts WHERE user = :user

-- name: save
INSERT INTO drafts (user, channel, text, changed_ts) VALUES (:user, :channel, :text, :changed_ts)
ON CONFLICT (user, channel) DO UPDATE SET text = excluded.text, changed_ts = excluded.changed_ts

-- name: delete
DELETE FROM drafts WHERE user = :user AND channel = :channel

-- name: export_drafts
SELECT channel, text, changed_ts FROM drafts WHERE user = :username ORDER BY channel
