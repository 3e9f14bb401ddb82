DELETE FROM file_thumbnails WHERE file_id = :file_id
