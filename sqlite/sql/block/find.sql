SELECT since_ts FROM blocks WHERE blocker = :blocker AND blocked = :blocked
