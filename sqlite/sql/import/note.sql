INSERT INTO imported (kind, source_id, source_ts, target_id) VALUES (:kind, :source_id, :source_ts, :target_id)
