-- Who was not heard of since :silent (s) and still counts: a tab, or a row that
-- stands by itself.
SELECT user FROM presence_tabs WHERE last_seen < :silent
UNION ALL
SELECT user FROM presence WHERE state <> 'offline' AND last_seen < :silent
    AND NOT EXISTS (SELECT 1 FROM presence_tabs AS t WHERE t.user = presence.user)
