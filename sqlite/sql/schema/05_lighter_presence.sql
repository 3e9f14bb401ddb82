-- A heartbeat moves last_seen and nothing else, so no index is on it. Who is
-- there is found by the state, which seldom changes.

DROP INDEX IF EXISTS presence_last_seen;
DROP INDEX IF EXISTS presence_present;
DROP INDEX IF EXISTS presence_tabs_last_seen;
CREATE INDEX presence_online ON presence (user) WHERE state <> 'offline';
-- Rows that something other than a merge of tabs wrote last.
CREATE INDEX presence_unsettled ON presence (user) WHERE tabs_seen IS NOT last_seen OR tabs_state IS NOT state;
