-- Whose stored presence time alone has changed: a tab left before :left or was
-- silent since before :silent, a row stood by itself that long, an override is
-- past :now (all s).
SELECT DISTINCT user
FROM (
    SELECT user FROM presence_tabs WHERE left_ts <= :left
    UNION ALL
    SELECT user FROM presence_tabs WHERE last_seen < :silent
    UNION ALL
    SELECT user FROM presence WHERE state <> 'offline' AND last_seen < :silent
        AND NOT EXISTS (SELECT 1 FROM presence_tabs AS t WHERE t.user = presence.user)
    UNION ALL
    SELECT user FROM presence WHERE override_until < :now
)
