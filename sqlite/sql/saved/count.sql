SELECT count(*) AS saved FROM saved WHERE username = :username
