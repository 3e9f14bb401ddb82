UPDATE users SET share_receipts = :share_receipts, share_typing = :share_typing WHERE username = :username
