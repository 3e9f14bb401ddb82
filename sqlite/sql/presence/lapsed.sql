-- Whose stored presence time alone has changed: a tab left before :left or was
-- silent since before :silent, a row stood by itself that long, an override is
-- past :now (all s).
SELECT user FROM presence_tabs WHERE left_ts <= :left
UNION
SELECT user FROM presence_tabs WHERE last_seen < :silent
UNION
SELECT user FROM presence WHERE state <> 'offline' AND last_seen < :silent
    AND NOT EXISTS (SELECT 1 FROM presence_tabs AS t WHERE t.user = presence.user)
UNION
SELECT user FROM presence WHERE override_until <= :now
