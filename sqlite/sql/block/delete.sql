DELETE FROM blocks WHERE blocker = :blocker AND blocked = :blocked COLLATE NOCASE
