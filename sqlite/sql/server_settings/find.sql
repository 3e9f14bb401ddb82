SELECT inviting, creating_channels FROM server_settings WHERE id = 1
