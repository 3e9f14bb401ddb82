INSERT INTO declined_channels (channel_id, username, name, declined_ts)
VALUES (:channel_id, :username, :name, :declined_ts)
ON CONFLICT (username, channel_id) DO UPDATE SET name = excluded.name, declined_ts = excluded.declined_ts
