-- Who has joined a channel, or with :joined 0 has left it.
SELECT username FROM public_channel_members WHERE channel = :channel AND joined = :joined ORDER BY username
