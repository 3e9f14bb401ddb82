-- name: beat_tab
UPDATE presence_tabs SET last_seen = :last_seen, node = current_setting('minimost.node', TRUE) WHERE user = :user AND tab = :tab

-- name: upsert_tab
INSERT INTO presence_tabs (user, tab, state, last_seen, session, word, connected, ending, left_ts, asked_ts, ends_ts, node)
VALUES (:user, :tab, :state, :last_seen, :session, :word, :connected, :ending, :left_ts, :asked_ts, :ends_ts, current_setting('minimost.node', TRUE))
ON CONFLICT (user, tab) DO UPDATE SET
    state = excluded.state, last_seen = excluded.last_seen, session = excluded.session, word = excluded.word,
    connected = excluded.connected, ending = excluded.ending, left_ts = excluded.left_ts, asked_ts = excluded.asked_ts,
    ends_ts = excluded.ends_ts, node = excluded.node

-- name: lapsed
-- Whose stored presence time alone has changed by :now (s): a tab has ended, or
-- is to be remembered no longer; an override or a status is past.
SELECT user, ending IS DISTINCT FROM 'gone' AS seen FROM presence_tabs WHERE ends_ts <= :now
UNION ALL
SELECT user, TRUE AS seen FROM presence WHERE override_until < :now
UNION ALL
SELECT user, TRUE AS seen FROM presence WHERE status_until < :now
UNION ALL
SELECT user, TRUE AS seen FROM presence WHERE shown_until < :now

-- name: next_silent
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

-- name: silent
-- Who was not heard of since :silent (s) and still counts: a tab, a row without
-- tabs, or one that something other than a merge of tabs wrote last.
SELECT user FROM presence_tabs WHERE last_seen < :silent AND ending IS DISTINCT FROM 'gone'
UNION ALL
SELECT user FROM presence WHERE state <> 'offline' AND last_seen < :silent
    AND NOT EXISTS (SELECT 1 FROM presence_tabs AS t WHERE t.user = presence.user AND t.ending IS DISTINCT FROM 'gone')
UNION ALL
SELECT user FROM presence WHERE (tabs_seen IS DISTINCT FROM last_seen OR tabs_state IS DISTINCT FROM state) AND last_seen < :silent

-- name: set_back
-- Takes rows that were heard of after :now (s) for heard of at :now. A row that a
-- merge of tabs wrote stays one.
UPDATE presence
SET last_seen = least(last_seen, :now), tabs_seen = CASE WHEN tabs_seen > :now THEN :now ELSE tabs_seen END
WHERE last_seen > :now OR tabs_seen > :now

-- name: set_back_tabs
-- Takes tabs that were heard of, or began to end, after :now (s) for heard of, or
-- ending, at :now.
UPDATE presence_tabs
SET last_seen = least(last_seen, :now),
    ends_ts = ends_ts - (left_ts - least(left_ts, :now)),
    left_ts = CASE WHEN left_ts > :now THEN :now ELSE left_ts END,
    asked_ts = CASE WHEN asked_ts > :now THEN :now ELSE asked_ts END
WHERE last_seen > :now OR left_ts > :now

-- name: find_many
SELECT user, state, last_seen, override, override_until, tabs_state, tabs_seen,
    status_emoji, status_text, status_until, shown_emoji, shown_text, shown_until
FROM presence
WHERE user IN (SELECT jsonb_array_elements_text(:users::jsonb))

-- name: tabs_many
SELECT user, tab, state, last_seen, session, word, connected, ending, left_ts, asked_ts
FROM presence_tabs
WHERE user IN (SELECT jsonb_array_elements_text(:users::jsonb))

-- name: beat_many
-- Heartbeats of many: heard of again, at :last_seen (s), and nothing else is new. :users is a list in JSON.
UPDATE presence SET last_seen = :last_seen, tabs_seen = :last_seen WHERE user IN (SELECT jsonb_array_elements_text(:users::jsonb))

-- name: beat_tabs
UPDATE presence_tabs SET last_seen = :last_seen, node = current_setting('minimost.node', TRUE)
FROM jsonb_array_elements(:tabs::jsonb) AS pair
WHERE user = pair ->> 0 AND tab = pair ->> 1
