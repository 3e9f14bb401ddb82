SELECT name FROM removed_accounts ORDER BY number
