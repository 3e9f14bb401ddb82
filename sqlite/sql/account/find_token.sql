SELECT username, expires_ts FROM reset_tokens WHERE hash = :hash
