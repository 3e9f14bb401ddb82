UPDATE private_channels SET created_by = :created_by WHERE id = :id
