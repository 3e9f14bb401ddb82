UPDATE OR REPLACE read_receipts SET reader = :to WHERE reader = :from
