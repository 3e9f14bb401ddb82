DELETE FROM files WHERE id = :id AND state = 'removed'
