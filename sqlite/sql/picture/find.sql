SELECT p.kind, p.data, u.picture
FROM pictures AS p JOIN users AS u ON u.username = p.username
WHERE p.username = :username
