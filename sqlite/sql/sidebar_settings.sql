-- name: find
SELECT sort_by, folded FROM sidebar_settings WHERE username = :username

-- name: save
INSERT INTO sidebar_settings (username, sort_by, folded) VALUES (:username, :sort_by, :folded)
ON CONFLICT (username) DO UPDATE SET sort_by = excluded.sort_by, folded = excluded.folded

-- name: export_sidebar_settings
SELECT sort_by, folded FROM sidebar_settings WHERE username = :username
