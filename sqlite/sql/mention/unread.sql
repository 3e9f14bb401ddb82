-- How many messages of a channel after :floor (s) mention somebody.
SELECT count(*) AS mentions FROM mentions WHERE username = :username AND channel = :channel AND ts > :floor AND untold = 0
