-- How many of an account's can still be used.
SELECT count(*) AS open FROM invites
WHERE made_by = :made_by AND ended_ts IS NULL AND uses < most_uses AND expires_ts > :now
