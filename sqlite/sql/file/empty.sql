-- Only the name of a file is left.
UPDATE files SET size = 0, width = NULL, height = NULL WHERE id = :id AND state = 'expired'
