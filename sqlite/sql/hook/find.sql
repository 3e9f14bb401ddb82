SELECT id, channel, maker, bot, mentions, created_ts, last_used_ts FROM hooks WHERE hash = :hash
