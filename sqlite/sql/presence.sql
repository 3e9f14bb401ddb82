-- name: find
SELECT user, state, last_seen, override, override_until, tabs_state, tabs_seen,
    status_emoji, status_text, status_until, shown_emoji, shown_text, shown_until
FROM presence
WHERE user = :user

-- name: tabs
SELECT tab, state, last_seen, session, word, connected, ending, left_ts, asked_ts
FROM presence_tabs
WHERE user = :user

-- name: all_tabs
SELECT user, tab, state, last_seen, session, word, connected, ending, left_ts, asked_ts
FROM presence_tabs

-- name: list
-- Everyone heard of since :since (s), everyone with a tab heard of since
-- :tabs_since (s), and everyone with a status.
SELECT user, state, last_seen, override, override_until, tabs_state, tabs_seen,
    status_emoji, status_text, status_until, shown_emoji, shown_text, shown_until
FROM presence
WHERE user IN (
    SELECT user FROM presence WHERE last_seen >= :since
    UNION ALL
    SELECT user FROM presence_tabs WHERE last_seen >= :tabs_since
    UNION ALL
    SELECT user FROM presence WHERE status_text IS NOT NULL OR shown_text IS NOT NULL
)
ORDER BY user

-- name: beat
-- A heartbeat: heard of again, at :last_seen (s), and nothing else is new.
UPDATE presence SET last_seen = :last_seen, tabs_seen = :last_seen WHERE user = :user

-- name: beat_tab
UPDATE presence_tabs SET last_seen = :last_seen WHERE user = :user AND tab = :tab

-- name: upsert
INSERT INTO presence (user, state, last_seen, override, override_until, tabs_state, tabs_seen,
    status_emoji, status_text, status_until, shown_emoji, shown_text, shown_until)
VALUES (:user, :state, :last_seen, :override, :override_until, :tabs_state, :tabs_seen,
    :status_emoji, :status_text, :status_until, :shown_emoji, :shown_text, :shown_until)
ON CONFLICT (user) DO UPDATE SET
    state = excluded.state, last_seen = excluded.last_seen,
    override = excluded.override, override_until = excluded.override_until,
    tabs_state = excluded.tabs_state, tabs_seen = excluded.tabs_seen,
    status_emoji = excluded.status_emoji, status_text = excluded.status_text, status_until = excluded.status_until,
    shown_emoji = excluded.shown_emoji, shown_text = excluded.shown_text, shown_until = excluded.shown_until

-- name: upsert_tab
INSERT INTO presence_tabs (user, tab, state, last_seen, session, word, connected, ending, left_ts, asked_ts, ends_ts)
VALUES (:user, :tab, :state, :last_seen, :session, :word, :connected, :ending, :left_ts, :asked_ts, :ends_ts)
ON CONFLICT (user, tab) DO UPDATE SET
    state = excluded.state, last_seen = excluded.last_seen, session = excluded.session, word = excluded.word,
    connected = excluded.connected, ending = excluded.ending, left_ts = excluded.left_ts, asked_ts = excluded.asked_ts,
    ends_ts = excluded.ends_ts

-- name: delete_tab
DELETE FROM presence_tabs WHERE user = :user AND tab = :tab

-- name: reset
-- Server start: everyone offline, overrides cleared.
UPDATE presence
SET state = 'offline', override = NULL, override_until = NULL, tabs_state = 'offline', tabs_seen = last_seen

-- name: reset_tabs
DELETE FROM presence_tabs

-- name: lapsed
-- Whose stored presence time alone has changed by :now (s): a tab has ended, or
-- is to be remembered no longer; an override or a status is past.
SELECT user, ending IS NOT 'gone' AS seen FROM presence_tabs WHERE ends_ts <= :now
UNION ALL
SELECT user, 1 AS seen FROM presence WHERE override_until < :now
UNION ALL
SELECT user, 1 AS seen FROM presence WHERE status_until < :now
UNION ALL
SELECT user, 1 AS seen FROM presence WHERE shown_until < :now

-- name: next_silent
-- When the one who was not heard of for longest, of those who still count, was
-- heard of (s); NULL: nobody counts.
SELECT min(last_seen) AS last_seen FROM (
    SELECT min(last_seen) AS last_seen FROM presence_tabs WHERE ending IS NOT 'gone'
    UNION ALL
    SELECT min(last_seen) FROM presence WHERE state <> 'offline'
        AND NOT EXISTS (SELECT 1 FROM presence_tabs AS t WHERE t.user = presence.user AND t.ending IS NOT 'gone')
    UNION ALL
    SELECT min(last_seen) FROM presence WHERE tabs_seen IS NOT last_seen OR tabs_state IS NOT state
)

-- name: silent
-- Who was not heard of since :silent (s) and still counts: a tab, a row without
-- tabs, or one that something other than a merge of tabs wrote last.
SELECT user FROM presence_tabs WHERE last_seen < :silent AND ending IS NOT 'gone'
UNION ALL
SELECT user FROM presence WHERE state <> 'offline' AND last_seen < :silent
    AND NOT EXISTS (SELECT 1 FROM presence_tabs AS t WHERE t.user = presence.user AND t.ending IS NOT 'gone')
UNION ALL
SELECT user FROM presence WHERE (tabs_seen IS NOT last_seen OR tabs_state IS NOT state) AND last_seen < :silent

-- name: set_back
-- Takes rows that were heard of after :now (s) for heard of at :now. A row that a
-- merge of tabs wrote stays one.
UPDATE presence
SET last_seen = min(last_seen, :now), tabs_seen = min(tabs_seen, :now)
WHERE last_seen > :now OR tabs_seen > :now

-- name: set_back_tabs
-- Takes tabs that were heard of, or began to end, after :now (s) for heard of, or
-- ending, at :now.
UPDATE presence_tabs
SET last_seen = min(last_seen, :now), ends_ts = ends_ts - (left_ts - min(left_ts, :now)), left_ts = min(left_ts, :now),
    asked_ts = min(asked_ts, :now)
WHERE last_seen > :now OR left_ts > :now

-- name: find_many
SELECT user, state, last_seen, override, override_until, tabs_state, tabs_seen,
    status_emoji, status_text, status_until, shown_emoji, shown_text, shown_until
FROM presence
WHERE user IN (SELECT value FROM json_each(:users))

-- name: tabs_many
SELECT user, tab, state, last_seen, session, word, connected, ending, left_ts, asked_ts
FROM presence_tabs
WHERE user IN (SELECT value FROM json_each(:users))

-- name: beat_many
-- Heartbeats of many: heard of again, at :last_seen (s), and nothing else is new. :users is a list in JSON.
UPDATE presence SET last_seen = :last_seen, tabs_seen = :last_seen WHERE user IN (SELECT value FROM json_each(:users))

-- name: beat_tabs
-- :tabs is a list of pairs, [user, tab], in JSON.
UPDATE presence_tabs SET last_seen = :last_seen
WHERE (user, tab) IN (SELECT value ->> 0, value ->> 1 FROM json_each(:tabs))

-- name: count
-- How many people have a page open, by what their pages say: those whose lease
-- began after :since (s).
SELECT state, count(*) AS people
FROM presence
WHERE state <> 'offline' AND last_seen > :since
GROUP BY state
