-- What the last import found where it took from, so that the next one can tell
-- what changed there since from what changed here.

CREATE TABLE imported_members (
    channel_id INTEGER NOT NULL, -- the private channel's number here
    username   TEXT NOT NULL,
    PRIMARY KEY (channel_id, username)
) WITHOUT ROWID;

CREATE TABLE imported_accounts (
    username        TEXT PRIMARY KEY,
    password_digest TEXT NOT NULL -- SHA-256 of the password hash there, hexadecimal
) WITHOUT ROWID;
