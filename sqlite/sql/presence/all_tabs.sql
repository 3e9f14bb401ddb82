SELECT user, tab, state, last_seen, left_ts, session
FROM presence_tabs
