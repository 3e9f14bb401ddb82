-- Where somebody was mentioned, which is not what others wrote there.
SELECT message_id, channel, ts FROM mentions WHERE username = :username AND untold = 0 ORDER BY message_id
