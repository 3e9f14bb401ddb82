INSERT INTO removed_accounts (name, messages, removed_ts) VALUES (:name, :messages, :removed_ts)
