SELECT id, channel, bot, mentions, created_ts, last_used_ts FROM hooks WHERE maker = :username ORDER BY id
