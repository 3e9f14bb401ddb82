-- What public channels are called that are not called as at first.
SELECT channel, name FROM public_channels WHERE name <> channel
