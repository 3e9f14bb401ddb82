UPDATE files SET state = :state WHERE id = :id
