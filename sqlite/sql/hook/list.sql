-- The webhooks that somebody has made, oldest first.
SELECT id, channel, maker, bot, mentions, created_ts, last_used_ts FROM hooks WHERE maker = :maker ORDER BY id
