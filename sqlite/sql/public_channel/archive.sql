-- Archives a channel, or with :archived_ts NULL brings it back. One of --channels gets its row by this.
INSERT INTO public_channels (channel, name, archived_ts) VALUES (:channel, :channel, :archived_ts)
ON CONFLICT (channel) DO UPDATE SET archived_ts = excluded.archived_ts
