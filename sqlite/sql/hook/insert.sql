INSERT INTO hooks (hash, channel, maker, bot, mentions, created_ts)
VALUES (:hash, :channel, :maker, :bot, :mentions, :created_ts)
