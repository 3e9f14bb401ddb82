-- The number of the oldest message, and the highest that was given.
SELECT coalesce((SELECT min(id) FROM messages), 0) AS lowest,
    max(coalesce((SELECT max(id) FROM messages), 0), coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'messages'), 0)) AS highest
