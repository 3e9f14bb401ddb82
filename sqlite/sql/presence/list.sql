-- Everyone heard of since :since (s), and everyone with a tab heard of since
-- :tabs_since (s).
SELECT user, state, last_seen, override, override_until, tabs_state, tabs_seen
FROM presence
WHERE user IN (
    SELECT user FROM presence WHERE last_seen >= :since
    UNION ALL
    SELECT user FROM presence_tabs WHERE last_seen >= :tabs_since
)
ORDER BY user
