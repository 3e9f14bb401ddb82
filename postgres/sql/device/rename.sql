-- The device has another id from now on: what was known of that one gives way.
WITH moved AS (DELETE FROM known_devices WHERE hash = :was RETURNING username, seen_ts)
INSERT INTO known_devices (hash, username, seen_ts) SELECT :hash, username, seen_ts FROM moved
ON CONFLICT (hash, username) DO UPDATE SET seen_ts = excluded.seen_ts
