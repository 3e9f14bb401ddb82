INSERT INTO sidebar_settings (username, sort_by, folded) VALUES (:username, :sort_by, :folded)
ON CONFLICT (username) DO UPDATE SET sort_by = excluded.sort_by, folded = excluded.folded
