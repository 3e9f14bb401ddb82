-- All who are either side of a block, and the bots that are through their owners; some
-- of them several times.
SELECT blocker AS username FROM blocks
UNION ALL
SELECT blocked FROM blocks
UNION ALL
SELECT u.username FROM blocks AS b JOIN users AS u ON u.bot_owner = b.blocked
