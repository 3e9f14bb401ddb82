INSERT INTO invite_channels (invite_id, channel) VALUES (:invite_id, :channel) ON CONFLICT DO NOTHING
