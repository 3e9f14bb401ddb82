-- Ends the arrival of a file.
UPDATE files SET type = :type, size = :size, width = :width, height = :height, state = 'ready'
WHERE id = :id AND state = 'arriving'
RETURNING id
