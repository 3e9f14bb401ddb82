-- name: find
SELECT topic, purpose FROM channel_topics WHERE channel = :channel

-- name: set
INSERT INTO channel_topics (channel, topic, purpose) VALUES (:channel, :topic, :purpose)
ON CONFLICT (channel) DO UPDATE SET topic = excluded.topic, purpose = excluded.purpose
