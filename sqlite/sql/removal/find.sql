SELECT number FROM removed_accounts WHERE name = :name
