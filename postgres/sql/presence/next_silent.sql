-- When the one who was not heard of for longest, of those who still count, was
-- heard of (s); NULL: nobody counts.
SELECT min(last_seen) AS last_seen FROM (
    SELECT min(last_seen) AS last_seen FROM presence_tabs WHERE ending IS DISTINCT FROM 'gone'
    UNION ALL
    SELECT min(last_seen) FROM presence WHERE state <> 'offline'
        AND NOT EXISTS (SELECT 1 FROM presence_tabs AS t WHERE t.user = presence.user AND t.ending IS DISTINCT FROM 'gone')
    UNION ALL
    SELECT min(last_seen) FROM presence WHERE tabs_seen IS DISTINCT FROM last_seen OR tabs_state IS DISTINCT FROM state
) AS heard
