-- What servers that share a database know of each other.

-- The server whose connection shows that a page is open; NULL: none that is known.
ALTER TABLE presence_tabs ADD COLUMN node text;
CREATE INDEX presence_tabs_node ON presence_tabs (node);

-- Buckets of tries at passwords, until they are full again, and addresses from which an account has logged in, until
-- they are forgotten. Which they are is hashed.
CREATE TABLE guesses (
    key   bytea PRIMARY KEY CHECK (length(key) = 32),
    until double precision NOT NULL -- s
);

-- The number of the last message of which people were told by Web Push, or are to be by whoever put it here.
CREATE TABLE push_position (
    id         bigint PRIMARY KEY CHECK (id = 1),
    message_id bigint NOT NULL
);
INSERT INTO push_position (id, message_id) SELECT 1, coalesce(max(id), 0) FROM messages;
