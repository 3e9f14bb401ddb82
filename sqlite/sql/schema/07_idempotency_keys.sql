-- What was done under which key, so that it is done once. The ids are in the order of the keys' use.

CREATE TABLE idempotency_keys (
    id         INTEGER PRIMARY KEY,
    account    TEXT NOT NULL,
    method     TEXT NOT NULL,
    route      TEXT NOT NULL,                               -- as the table of routes has it
    key        TEXT NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
    asked      BLOB NOT NULL CHECK (length(asked) = 32),    -- SHA-256 of path and body
    result     TEXT CHECK (length(result) BETWEEN 1 AND 1024), -- JSON, what the answer is made of; NULL: nothing
    used_ts    REAL NOT NULL,                               -- s
    UNIQUE (account, method, route, key)
);
