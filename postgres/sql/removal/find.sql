SELECT number FROM removed_accounts WHERE lower(name) = lower(:name)
