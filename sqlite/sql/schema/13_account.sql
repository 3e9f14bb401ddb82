-- Who is logged in where, which devices an account is known to use, and how accounts end.

ALTER TABLE users ADD COLUMN deactivated_ts REAL; -- s; NULL: in use

CREATE TABLE logins (
    session    TEXT PRIMARY KEY, -- SHA-256 of the session id, hexadecimal, as in sessions.k
    username   TEXT NOT NULL,
    address    TEXT NOT NULL,    -- where it was used from last
    browser    TEXT NOT NULL,    -- in words, such as Firefox on Linux
    started_ts REAL NOT NULL,    -- s
    seen_ts    REAL NOT NULL     -- s, when it was extended last
) WITHOUT ROWID;
CREATE INDEX logins_username ON logins (username, seen_ts);

-- Browsers that somebody has logged in with: the guesses of others do not slow them down.
CREATE TABLE known_devices (
    hash     BLOB NOT NULL CHECK (length(hash) = 32), -- SHA-256 of the device's id
    username TEXT NOT NULL,
    seen_ts  REAL NOT NULL, -- s, the last login
    PRIMARY KEY (hash, username)
) WITHOUT ROWID;
CREATE INDEX known_devices_username ON known_devices (username, seen_ts);

-- Names that are nobody's any more, and never will be anybody's again.
CREATE TABLE removed_accounts (
    number     INTEGER PRIMARY KEY AUTOINCREMENT, -- the account is shown as "Deleted user" and this
    name       TEXT NOT NULL UNIQUE COLLATE NOCASE,
    messages   TEXT NOT NULL DEFAULT 'keep' CHECK (messages IN ('keep', 'remove')), -- what becomes of what it wrote
    removed_ts REAL NOT NULL, -- s
    done_ts    REAL           -- s, when its name stood nowhere any more; NULL: not yet
);
CREATE INDEX removed_accounts_left ON removed_accounts (number) WHERE done_ts IS NULL;
