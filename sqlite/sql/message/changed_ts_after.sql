-- When the one changed that comes after so many which changed last.
SELECT changed_ts FROM messages WHERE channel = :channel ORDER BY changed_ts DESC LIMIT 1 OFFSET :limit
