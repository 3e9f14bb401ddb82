-- Those that an account has made.
UPDATE invites SET ended_ts = :ended_ts WHERE made_by = :made_by AND ended_ts IS NULL
