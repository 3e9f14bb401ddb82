UPDATE private_channels SET name = :name WHERE id = :id
