SELECT user, tab, state, last_seen, session, word, connected, ending, left_ts, asked_ts
FROM presence_tabs
WHERE user IN (SELECT value FROM json_each(:users))
