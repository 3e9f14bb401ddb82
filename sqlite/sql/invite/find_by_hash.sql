SELECT id, made_by, made_ts, expires_ts, uses, most_uses, administrator, ended_ts FROM invites WHERE hash = :hash
