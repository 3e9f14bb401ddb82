-- Whose stored presence time alone has changed: a tab was left before :left, an
-- override is past :now (all s).
SELECT user FROM presence_tabs WHERE left_ts <= :left
UNION ALL
SELECT user FROM presence WHERE override_until < :now
