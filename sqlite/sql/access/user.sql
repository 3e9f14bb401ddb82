-- The account's side of an access check.
SELECT created_ts, share_receipts, share_typing
FROM users
WHERE username = :user
