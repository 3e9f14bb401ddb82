UPDATE sessions SET v = :v, e = :e WHERE k = :session
