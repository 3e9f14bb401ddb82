-- Takes rows that were heard of after :now (s) for heard of at :now. A row that a
-- merge of tabs wrote stays one.
UPDATE presence
SET last_seen = least(last_seen, :now), tabs_seen = CASE WHEN tabs_seen > :now THEN :now ELSE tabs_seen END
WHERE last_seen > :now OR tabs_seen > :now
