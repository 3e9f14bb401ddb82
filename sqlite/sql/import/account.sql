INSERT INTO users (username, password_hash, created_ts) VALUES (:username, :password_hash, :created_ts)
