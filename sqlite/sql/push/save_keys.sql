INSERT OR IGNORE INTO push_keys (id, private_key, public_key) VALUES (1, :private_key, :public_key)
