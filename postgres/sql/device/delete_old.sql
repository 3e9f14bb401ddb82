-- Those that were not used since :before (s), and all but the :most used last.
DELETE FROM known_devices
WHERE username = :username AND seen_ts < greatest(:before, coalesce((
    SELECT seen_ts FROM known_devices WHERE username = :username ORDER BY seen_ts DESC LIMIT 1 OFFSET :most - 1
), 0))
