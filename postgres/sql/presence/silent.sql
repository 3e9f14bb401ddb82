-- Who was not heard of since :silent (s) and still counts: a tab, a row without
-- tabs, or one that something other than a merge of tabs wrote last.
SELECT user FROM presence_tabs WHERE last_seen < :silent AND ending IS DISTINCT FROM 'gone'
UNION ALL
SELECT user FROM presence WHERE state <> 'offline' AND last_seen < :silent
    AND NOT EXISTS (SELECT 1 FROM presence_tabs AS t WHERE t.user = presence.user AND t.ending IS DISTINCT FROM 'gone')
UNION ALL
SELECT user FROM presence WHERE (tabs_seen IS DISTINCT FROM last_seen OR tabs_state IS DISTINCT FROM state) AND last_seen < :silent
