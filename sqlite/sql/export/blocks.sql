SELECT blocked, since_ts FROM blocks WHERE blocker = :username ORDER BY blocked
