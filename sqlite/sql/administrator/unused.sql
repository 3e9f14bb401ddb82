-- Whether nobody has ever used the database.
SELECT NOT EXISTS (SELECT 1 FROM users) AND NOT EXISTS (SELECT 1 FROM messages) AND NOT EXISTS (SELECT 1 FROM presence)
    AND NOT EXISTS (SELECT 1 FROM private_channels) AND NOT EXISTS (SELECT 1 FROM demo)
    AND NOT EXISTS (SELECT 1 FROM removed_accounts) AS unused
