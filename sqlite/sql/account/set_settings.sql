-- NULL stays as it is.
UPDATE users
SET share_receipts = coalesce(:share_receipts, share_receipts), share_typing = coalesce(:share_typing, share_typing)
WHERE username = :username
