SELECT number, name, messages, removed_ts FROM removed_accounts WHERE done_ts IS NULL ORDER BY number
