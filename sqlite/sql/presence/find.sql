SELECT user, state, last_seen, override, override_until, tabs_state, tabs_seen
FROM presence
WHERE user = :user
