SELECT username, password_digest FROM imported_accounts
