SELECT number, name, messages FROM removed_accounts
