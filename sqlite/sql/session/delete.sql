DELETE FROM sessions WHERE k = :session
