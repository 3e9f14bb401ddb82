INSERT INTO presence_tabs (user, tab, state, last_seen, session, word, connected, ending, left_ts, asked_ts, ends_ts, node)
VALUES (:user, :tab, :state, :last_seen, :session, :word, :connected, :ending, :left_ts, :asked_ts, :ends_ts, current_setting('minimost.node', TRUE))
ON CONFLICT (user, tab) DO UPDATE SET
    state = excluded.state, last_seen = excluded.last_seen, session = excluded.session, word = excluded.word,
    connected = excluded.connected, ending = excluded.ending, left_ts = excluded.left_ts, asked_ts = excluded.asked_ts,
    ends_ts = excluded.ends_ts, node = excluded.node
