-- All of someone's but the one to :keep; '' keeps none.
DELETE FROM logins WHERE username = :username AND session <> :keep
