-- Where so many messages after :floor end, up to :up_to (s).
SELECT ts FROM messages WHERE channel = :channel AND ts > :floor AND ts <= :up_to ORDER BY ts LIMIT 1 OFFSET :many
