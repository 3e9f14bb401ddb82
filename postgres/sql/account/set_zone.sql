UPDATE users SET zone = :zone WHERE username = :username AND zone IS DISTINCT FROM :zone
