-- Who may come and who looks after it: administrators, invites, what is set for everyone, and the audit log.

ALTER TABLE users ADD COLUMN administrator INTEGER NOT NULL DEFAULT 0 CHECK (administrator IN (0, 1));
CREATE INDEX users_administrators ON users (username, deactivated_ts) WHERE administrator = 1;

CREATE TABLE audit (
    id      INTEGER PRIMARY KEY,
    ts      REAL NOT NULL, -- s
    action  TEXT NOT NULL, -- see chat/audit.go
    actor   TEXT NOT NULL, -- account; '': the server or its command line
    address TEXT NOT NULL, -- network address of the actor; '': none
    subject TEXT NOT NULL, -- account or channel that it was done to; '': none
    detail  TEXT NOT NULL  -- a number, a role or a setting; '': nothing
);
CREATE INDEX audit_ts ON audit (ts);

CREATE TABLE server_settings (
    id                INTEGER PRIMARY KEY CHECK (id = 1),
    inviting          TEXT NOT NULL CHECK (inviting IN ('administrators', 'members')),
    creating_channels TEXT NOT NULL CHECK (creating_channels IN ('administrators', 'members'))
);

CREATE TABLE invites (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    hash          BLOB NOT NULL UNIQUE CHECK (length(hash) = 32), -- SHA-256 of the link's secret
    made_by       TEXT NOT NULL,                                  -- account; '': the server, at its first start
    made_ts       REAL NOT NULL,                                  -- s
    expires_ts    REAL NOT NULL,                                  -- s
    uses          INTEGER NOT NULL DEFAULT 0 CHECK (uses <= most_uses),
    most_uses     INTEGER NOT NULL CHECK (most_uses >= 1),
    administrator INTEGER NOT NULL DEFAULT 0 CHECK (administrator IN (0, 1)), -- for the first account of all
    ended_ts      REAL                                            -- s; NULL: not ended before its time
);
CREATE INDEX invites_made_by ON invites (made_by);

CREATE TABLE invite_channels (
    invite_id INTEGER NOT NULL,
    channel   TEXT NOT NULL,
    PRIMARY KEY (invite_id, channel)
) WITHOUT ROWID;
