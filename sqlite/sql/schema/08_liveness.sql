-- How a page ends, and what it says late: see chat/tab.go. Tabs are forgotten at
-- the start, so none is ending when a file is migrated.

ALTER TABLE presence_tabs ADD COLUMN word INTEGER NOT NULL DEFAULT 0; -- number of the latest thing it said
ALTER TABLE presence_tabs ADD COLUMN connected INTEGER NOT NULL DEFAULT 0 CHECK (connected IN (0, 1)); -- a server watches it
ALTER TABLE presence_tabs ADD COLUMN ending TEXT;  -- left, going, lost, gone; NULL: it stays
ALTER TABLE presence_tabs ADD COLUMN asked_ts REAL; -- s, its session asked for a page while it was ending; NULL: it did not
ALTER TABLE presence_tabs ADD COLUMN ends_ts REAL; -- s, when that, or the memory of it, is over; NULL: it stays
DROP INDEX IF EXISTS presence_tabs_left;
CREATE INDEX presence_tabs_ends ON presence_tabs (ends_ts) WHERE ends_ts IS NOT NULL;
