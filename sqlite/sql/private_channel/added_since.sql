-- Of how many channels somebody is a member because one person added them of late.
SELECT count(*) AS added
FROM private_channel_members
WHERE username = :username AND added_by = :added_by AND coalesce(joined_at_ts, joined_ts) > :since
