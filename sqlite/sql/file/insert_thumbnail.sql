INSERT OR REPLACE INTO file_thumbnails (file_id, type, data) VALUES (:file_id, :type, :data)
