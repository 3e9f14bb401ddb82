-- Earlier imports, and the original's own presence.db that was opened here.
SELECT source_id, source_ts, target_id FROM imported WHERE kind = 'private_channel'
UNION ALL
SELECT id, created_ts, id FROM private_channels
