-- A heartbeat: heard of again, at :last_seen (s), and nothing else is new.
UPDATE presence SET last_seen = :last_seen, tabs_seen = :last_seen WHERE user = :user
