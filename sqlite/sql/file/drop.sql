-- Lets a file go that is in no message, and its room to others.
UPDATE files SET state = 'removed', size = 0 WHERE id = :id AND message_id IS NULL AND uploader = :uploader
