UPDATE presence_tabs SET last_seen = :last_seen, node = current_setting('minimost.node', TRUE)
FROM jsonb_array_elements(:tabs::jsonb) AS pair
WHERE user = pair ->> 0 AND tab = pair ->> 1
