-- Takes tabs that were heard of, or began to end, after :now (s) for heard of, or
-- ending, at :now.
UPDATE presence_tabs
SET last_seen = min(last_seen, :now), ends_ts = ends_ts - (left_ts - min(left_ts, :now)), left_ts = min(left_ts, :now),
    asked_ts = min(asked_ts, :now)
WHERE last_seen > :now OR left_ts > :now
