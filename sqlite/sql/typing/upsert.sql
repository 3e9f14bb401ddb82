INSERT INTO typing (user, channel, ts, started_ts)
VALUES (:user, :channel, :ts, :started_ts)
ON CONFLICT (user, channel) DO UPDATE SET ts = excluded.ts, started_ts = excluded.started_ts
