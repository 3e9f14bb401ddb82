-- Private channels in use that nobody can look after: the owner on record, or everybody
-- in them, has no account in use any more.
SELECT c.id, (SELECT count(*) FROM private_channel_members AS m WHERE m.channel_id = c.id) AS members
FROM private_channels AS c
WHERE c.id BETWEEN :least AND :most AND c.archived_ts IS NULL
    AND NOT EXISTS (
        SELECT 1
        FROM private_channel_members AS m
        JOIN users AS u ON u.username = m.username AND u.deactivated_ts IS NULL AND u.bot_owner IS NULL
        WHERE m.channel_id = c.id
            AND (m.role = 'owner' OR NOT EXISTS (SELECT 1 FROM private_channel_members AS o WHERE o.channel_id = c.id AND o.role = 'owner'))
    )
ORDER BY c.id
