SELECT
    (SELECT count(*) FROM users WHERE bot_owner IS NULL AND deactivated_ts IS NULL) AS accounts,
    (SELECT count(*) FROM users WHERE bot_owner IS NULL AND deactivated_ts IS NOT NULL) AS deactivated,
    (SELECT count(*) FROM users WHERE bot_owner IS NOT NULL) AS bots,
    (SELECT count(*) FROM messages) AS messages,
    (SELECT count(*) FROM private_channels WHERE archived_ts IS NULL) AS private_channels
