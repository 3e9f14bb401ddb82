INSERT INTO file_thumbnails (file_id, type, data) VALUES (:file_id, :type, :data)
ON CONFLICT (file_id) DO UPDATE SET type = excluded.type, data = excluded.data
