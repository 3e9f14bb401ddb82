-- Takes tabs that were heard of, or left, after :now (s) for heard of, or left, at :now.
UPDATE presence_tabs
SET last_seen = min(last_seen, :now), left_ts = min(left_ts, :now)
WHERE last_seen > :now OR left_ts > :now
