INSERT INTO presence_tabs (user, tab, state, last_seen, left_ts, session)
VALUES (:user, :tab, :state, :last_seen, :left_ts, :session)
ON CONFLICT (user, tab) DO UPDATE SET
    state = excluded.state, last_seen = excluded.last_seen, left_ts = excluded.left_ts, session = excluded.session
