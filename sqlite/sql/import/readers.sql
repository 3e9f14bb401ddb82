SELECT DISTINCT reader FROM read_receipts
