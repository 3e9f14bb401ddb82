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
