-- What programs act by: tokens, accounts of their own, and incoming webhooks, which post as one.

CREATE TABLE tokens (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    hash          BLOB NOT NULL UNIQUE CHECK (length(hash) = 32), -- SHA-256 of the token
    username      TEXT NOT NULL,
    name          TEXT NOT NULL,    -- what it is for
    scope         TEXT NOT NULL CHECK (scope IN ('read', 'write')),
    session_epoch INTEGER NOT NULL, -- of the account; with another one the token has ended, as sessions have
    created_ts    REAL NOT NULL,    -- s
    last_used_ts  REAL,             -- s, to within ten minutes; NULL: never
    UNIQUE (username, name)
);

ALTER TABLE users ADD COLUMN bot_owner TEXT; -- who made the bot; NULL: a person
CREATE INDEX users_bot_owner ON users (bot_owner, username) WHERE bot_owner IS NOT NULL;

CREATE TABLE hooks (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    hash         BLOB NOT NULL UNIQUE CHECK (length(hash) = 32), -- SHA-256 of what its address ends with
    channel      TEXT NOT NULL,
    maker        TEXT NOT NULL, -- by whose rights it posts
    bot          TEXT NOT NULL, -- as whom
    mentions     INTEGER NOT NULL CHECK (mentions IN (0, 1)), -- whether its texts mention anybody
    created_ts   REAL NOT NULL, -- s
    last_used_ts REAL           -- s, to within ten minutes; NULL: never
);
CREATE INDEX hooks_maker ON hooks (maker);
