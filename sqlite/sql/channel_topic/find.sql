SELECT topic, purpose FROM channel_topics WHERE channel = :channel
