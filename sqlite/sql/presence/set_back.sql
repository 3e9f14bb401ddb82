-- Takes rows that were heard of after :now (s) for heard of at :now. A row that a
-- merge of tabs wrote stays one.
UPDATE presence
SET last_seen = min(last_seen, :now), tabs_seen = min(tabs_seen, :now)
WHERE last_seen > :now OR tabs_seen > :now
