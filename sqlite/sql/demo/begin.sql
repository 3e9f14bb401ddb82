INSERT INTO demo (id, begun_ts) VALUES (1, :begun_ts)
