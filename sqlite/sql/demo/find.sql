SELECT begun_ts, filled_ts FROM demo WHERE id = 1
