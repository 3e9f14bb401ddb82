INSERT INTO private_channels (name, created_by, created_ts) VALUES (:name, :created_by, :created_ts)
