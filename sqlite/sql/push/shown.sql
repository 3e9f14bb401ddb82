-- The display name of somebody who has one, and whether it is another's too.
SELECT u.display_name,
    EXISTS (SELECT 1 FROM users AS o WHERE o.display_key = u.display_key AND o.username <> u.username) AS alike
FROM users AS u
WHERE u.username = :username AND u.display_name IS NOT NULL
