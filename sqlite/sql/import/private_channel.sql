INSERT INTO private_channels (id, name, created_by, created_ts, archived_ts)
VALUES (:id, :name, :created_by, :created_ts, :archived_ts)
