UPDATE demo SET filled_ts = :filled_ts WHERE id = 1
