UPDATE removed_accounts SET done_ts = :done_ts WHERE number = :number
