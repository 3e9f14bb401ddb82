-- name: user
-- The account's side of an access check.
SELECT created_ts, share_receipts, share_typing, deactivated_ts IS NOT NULL AS deactivated, administrator
FROM users
WHERE username = :user

-- name: membership
-- One member of a private channel in use.
SELECT m.joined_ts, m.history_start_ts
FROM private_channel_members AS m
JOIN private_channels AS c ON c.id = m.channel_id
WHERE m.channel_id = :channel_id AND m.username = :user AND c.archived_ts IS NULL
