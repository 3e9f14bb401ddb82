-- Whose stored presence time alone has changed by :now (s): a tab has ended, or
-- is to be remembered no longer; an override or a status is past.
SELECT user, ending IS DISTINCT FROM 'gone' AS seen FROM presence_tabs WHERE ends_ts <= :now
UNION ALL
SELECT user, TRUE AS seen FROM presence WHERE override_until < :now
UNION ALL
SELECT user, TRUE AS seen FROM presence WHERE status_until < :now
UNION ALL
SELECT user, TRUE AS seen FROM presence WHERE shown_until < :now
