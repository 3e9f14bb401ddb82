SELECT r.reader, r.read_ts
FROM read_receipts AS r
LEFT JOIN users AS u ON u.username = r.reader
WHERE r.channel = :channel AND r.msg_ts = :msg_ts AND coalesce(u.share_receipts, 1) = 1
ORDER BY r.read_ts, r.reader
