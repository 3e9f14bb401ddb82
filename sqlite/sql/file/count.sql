-- How many files a message carries.
UPDATE messages SET files = :files WHERE id = :id
