-- What somebody has joined and left.
SELECT channel, joined FROM public_channel_members WHERE username = :user ORDER BY channel
