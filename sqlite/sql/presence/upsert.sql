INSERT INTO presence (user, state, last_seen, override, override_until, tabs_state, tabs_seen,
    status_emoji, status_text, status_until, shown_emoji, shown_text, shown_until)
VALUES (:user, :state, :last_seen, :override, :override_until, :tabs_state, :tabs_seen,
    :status_emoji, :status_text, :status_until, :shown_emoji, :shown_text, :shown_until)
ON CONFLICT (user) DO UPDATE SET
    state = excluded.state, last_seen = excluded.last_seen,
    override = excluded.override, override_until = excluded.override_until,
    tabs_state = excluded.tabs_state, tabs_seen = excluded.tabs_seen,
    status_emoji = excluded.status_emoji, status_text = excluded.status_text, status_until = excluded.status_until,
    shown_emoji = excluded.shown_emoji, shown_text = excluded.shown_text, shown_until = excluded.shown_until
