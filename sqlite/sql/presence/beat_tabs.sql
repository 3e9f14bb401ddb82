-- :tabs is a list of pairs, [user, tab], in JSON.
UPDATE presence_tabs SET last_seen = :last_seen
WHERE (user, tab) IN (SELECT value ->> 0, value ->> 1 FROM json_each(:tabs))
