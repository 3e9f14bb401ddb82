SELECT 1 FROM audit WHERE ts < :before LIMIT 1
