SELECT username, password_hash, share_receipts FROM users ORDER BY username
