-- The channels that a person has read, the one with the newest message read first.
SELECT channel FROM read_state WHERE user = :user ORDER BY last_read_ts DESC LIMIT :limit
