-- name: find
SELECT inviting, creating_channels FROM server_settings WHERE id = 1

-- name: set
INSERT INTO server_settings (id, inviting, creating_channels)
VALUES (1, :inviting, :creating_channels)
ON CONFLICT (id) DO UPDATE SET inviting = excluded.inviting, creating_channels = excluded.creating_channels
