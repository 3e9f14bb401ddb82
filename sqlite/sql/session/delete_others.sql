-- Those of someone's logins but the one to :keep.
DELETE FROM sessions WHERE k IN (SELECT session FROM logins WHERE username = :username AND session <> :keep)
