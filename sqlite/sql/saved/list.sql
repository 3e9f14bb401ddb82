-- What somebody has saved before a moment, the last saved first. The moment is that
-- of a message, of which those of the same one have higher numbers.
SELECT message_id, saved_ts FROM saved
WHERE username = :username AND (saved_ts, message_id) < (:before_ts, :before)
ORDER BY saved_ts DESC, message_id DESC
LIMIT :limit
