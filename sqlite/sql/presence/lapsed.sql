-- Whose tabs have left before :left (s) or were silent since before :silent (s).
SELECT user FROM presence_tabs WHERE left_ts <= :left
UNION
SELECT user FROM presence_tabs WHERE last_seen < :silent
