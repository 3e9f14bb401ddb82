-- Takes tabs that were heard of, or began to end, after :now (s) for heard of, or
-- ending, at :now.
UPDATE presence_tabs
SET last_seen = least(last_seen, :now),
    ends_ts = ends_ts - (left_ts - least(left_ts, :now)),
    left_ts = CASE WHEN left_ts > :now THEN :now ELSE left_ts END,
    asked_ts = CASE WHEN asked_ts > :now THEN :now ELSE asked_ts END
WHERE last_seen > :now OR left_ts > :now
