SELECT user, state, last_seen, override, override_until, tabs_state, tabs_seen,
    status_emoji, status_text, status_until, shown_emoji, shown_text, shown_until
FROM presence
WHERE user IN (SELECT value FROM json_each(:users))
