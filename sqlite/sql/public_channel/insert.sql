INSERT INTO public_channels (channel, name, created_by, created_ts)
VALUES (:channel, :channel, :created_by, :created_ts)
