UPDATE presence_tabs SET last_seen = :last_seen, node = current_setting('minimost.node', TRUE) WHERE user = :user AND tab = :tab
