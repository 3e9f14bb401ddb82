DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE ts < :before ORDER BY ts LIMIT :limit)
