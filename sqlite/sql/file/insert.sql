INSERT INTO files (uploader, channel, name, type, size, uploaded_ts, state)
VALUES (:uploader, :channel, :name, :type, :size, :uploaded_ts, 'arriving')
