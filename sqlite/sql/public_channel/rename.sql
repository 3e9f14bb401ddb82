-- Renames a channel. One of --channels gets its row by this.
INSERT INTO public_channels (channel, name) VALUES (:channel, :name)
ON CONFLICT (channel) DO UPDATE SET name = excluded.name
