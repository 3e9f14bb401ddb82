SELECT channel FROM public_channels WHERE archived_ts IS NULL ORDER BY channel
