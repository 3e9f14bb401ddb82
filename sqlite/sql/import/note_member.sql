INSERT OR IGNORE INTO imported_members (channel_id, username) VALUES (:channel_id, :username)
