-- name: find
SELECT begun_ts, filled_ts FROM demo WHERE id = 1

-- name: begin
INSERT INTO demo (id, begun_ts) VALUES (1, :begun_ts)

-- name: finish
UPDATE demo SET filled_ts = :filled_ts WHERE id = 1
