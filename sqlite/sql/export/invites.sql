SELECT id, made_ts, expires_ts, uses, most_uses, ended_ts FROM invites WHERE made_by = :username ORDER BY id
