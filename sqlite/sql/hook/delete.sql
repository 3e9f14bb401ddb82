DELETE FROM hooks WHERE id = :id AND maker = :maker
