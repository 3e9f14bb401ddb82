-- name: find
SELECT ts, started_ts FROM typing WHERE user = :user AND channel = :channel

-- name: upsert
INSERT INTO typing (user, channel, ts, started_ts)
VALUES (:user, :channel, :ts, :started_ts)
ON CONFLICT (user, channel) DO UPDATE SET ts = excluded.ts, started_ts = excluded.started_ts

-- name: delete
DELETE FROM typing WHERE user = :user AND channel = :channel

-- name: delete_user
DELETE FROM typing WHERE user = :user

-- name: delete_channel
DELETE FROM typing WHERE channel = :channel

-- name: list
-- Keystrokes since :since (s), with what decides whether they show.
SELECT t.user, t.ts, t.started_ts, coalesce(u.share_typing, 1) AS share_typing, p.override, p.override_until
FROM typing AS t
LEFT JOIN users AS u ON u.username = t.user
LEFT JOIN presence AS p ON p.user = t.user
WHERE t.channel = :channel AND t.ts >= :since

-- name: channels
SELECT channel FROM typing WHERE user = :user

-- name: lapsed
-- Channels where a keystroke grew stale between :from and :to (s).
SELECT DISTINCT channel FROM typing WHERE ts >= :from AND ts < :to

-- name: set_back
-- Forgets the keystrokes that lie ahead of :now (s).
DELETE FROM typing WHERE ts > :now
