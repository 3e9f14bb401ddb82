-- Another channel that is called so, or was at first.
SELECT channel FROM public_channels WHERE name = :name AND channel <> :channel
UNION ALL
SELECT channel FROM public_channels WHERE channel = :name AND channel <> :channel
