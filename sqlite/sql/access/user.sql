-- The account's side of an access check.
SELECT created_ts, share_receipts, share_typing, deactivated_ts IS NOT NULL AS deactivated, administrator
FROM users
WHERE username = :user
