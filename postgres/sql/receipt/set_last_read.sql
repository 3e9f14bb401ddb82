-- Forward, never back.
INSERT INTO read_state (user, channel, last_read_ts)
VALUES (:user, :channel, :last_read_ts)
ON CONFLICT (user, channel) DO UPDATE SET last_read_ts = greatest(read_state.last_read_ts, excluded.last_read_ts)
