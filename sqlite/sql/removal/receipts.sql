SELECT rowid AS id, channel FROM read_receipts WHERE rowid > :after AND reader = :name ORDER BY rowid LIMIT :limit
