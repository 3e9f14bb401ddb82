-- Those that were made by others than administrators.
UPDATE invites SET ended_ts = :ended_ts
WHERE ended_ts IS NULL AND made_by IN (SELECT made_by FROM invites EXCEPT SELECT username FROM users WHERE administrator = 1)
