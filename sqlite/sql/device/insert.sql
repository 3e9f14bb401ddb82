INSERT INTO known_devices (hash, username, seen_ts) VALUES (:hash, :username, :seen_ts)
ON CONFLICT (hash, username) DO UPDATE SET seen_ts = excluded.seen_ts
