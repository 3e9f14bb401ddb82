-- NULL stays as it is.
UPDATE users
SET share_receipts = coalesce(:share_receipts, share_receipts), share_typing = coalesce(:share_typing, share_typing),
    share_last_seen = coalesce(:share_last_seen, share_last_seen)
WHERE username = :username
