INSERT INTO public_channel_members (channel, username, joined, since_ts)
VALUES (:channel, :username, :joined, :since_ts)
ON CONFLICT (channel, username) DO UPDATE SET joined = excluded.joined, since_ts = excluded.since_ts
