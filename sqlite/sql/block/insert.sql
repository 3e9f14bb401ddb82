INSERT OR IGNORE INTO blocks (blocker, blocked, since_ts) VALUES (:blocker, :blocked, :since_ts)
