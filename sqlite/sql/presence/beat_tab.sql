UPDATE presence_tabs SET last_seen = :last_seen WHERE user = :user AND tab = :tab
