DELETE FROM read_receipts WHERE rowid = :id
