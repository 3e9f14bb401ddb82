-- Heartbeats of many: heard of again, at :last_seen (s), and nothing else is new. :users is a list in JSON.
UPDATE presence SET last_seen = :last_seen, tabs_seen = :last_seen WHERE user IN (SELECT jsonb_array_elements_text(:users::jsonb))
