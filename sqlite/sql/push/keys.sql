SELECT private_key, public_key FROM push_keys WHERE id = 1
