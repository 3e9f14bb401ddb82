SELECT p.kind, p.data, u.picture
FROM pictures AS p JOIN users AS u ON lower(u.username) = lower(p.username)
WHERE lower(p.username) = lower(:username)
