INSERT INTO presence (user, state, last_seen, override, override_until, tabs_state, tabs_seen)
VALUES (:user, :state, :last_seen, :override, :override_until, :tabs_state, :tabs_seen)
ON CONFLICT (user) DO UPDATE SET
    state = excluded.state, last_seen = excluded.last_seen,
    override = excluded.override, override_until = excluded.override_until,
    tabs_state = excluded.tabs_state, tabs_seen = excluded.tabs_seen
