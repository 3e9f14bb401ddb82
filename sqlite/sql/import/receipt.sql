INSERT OR IGNORE INTO read_receipts (channel, msg_ts, reader) VALUES (:channel, :msg_ts, :reader)
