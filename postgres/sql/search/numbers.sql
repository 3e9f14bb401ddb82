-- The number of the oldest message, and the highest. One that is not committed yet
-- must not count: its block would be indexed without it.
SELECT coalesce(min(id), 0) AS lowest, coalesce(max(id), 0) AS highest FROM messages
