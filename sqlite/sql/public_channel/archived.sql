SELECT channel FROM public_channels WHERE archived_ts IS NOT NULL ORDER BY channel
