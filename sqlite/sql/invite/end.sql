UPDATE invites SET ended_ts = :ended_ts WHERE id = :id AND ended_ts IS NULL
