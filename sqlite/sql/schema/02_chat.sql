-- What MiniMost adds: columns of the six tables, each nullable, and the tables
-- of accounts, messages and what is private to a reader.

ALTER TABLE presence ADD COLUMN override_until REAL; -- s; NULL: until changed
ALTER TABLE presence ADD COLUMN tabs_state TEXT;     -- what the last merge of tabs
ALTER TABLE presence ADD COLUMN tabs_seen REAL;      -- wrote to state and last_seen
ALTER TABLE typing ADD COLUMN started_ts REAL;       -- s, first keystroke; NULL: ts
ALTER TABLE read_receipts ADD COLUMN read_ts REAL;   -- s
ALTER TABLE message_reactions ADD COLUMN reacted_ts REAL; -- s
ALTER TABLE private_channels ADD COLUMN archived_ts REAL; -- s; NULL: in use
ALTER TABLE private_channel_members ADD COLUMN role TEXT; -- owner, member

CREATE TABLE users (
    username       TEXT PRIMARY KEY,
    password_hash  TEXT NOT NULL,
    created_ts     REAL NOT NULL, -- s
    share_receipts INTEGER NOT NULL DEFAULT 1 CHECK (share_receipts IN (0, 1)),
    share_typing   INTEGER NOT NULL DEFAULT 1 CHECK (share_typing IN (0, 1)),
    session_epoch  INTEGER NOT NULL DEFAULT 0 -- sessions of earlier epochs have ended
);
CREATE UNIQUE INDEX users_name ON users (username COLLATE NOCASE);

CREATE TABLE reset_tokens (
    hash       BLOB PRIMARY KEY, -- SHA-256 of the token
    username   TEXT NOT NULL,
    expires_ts REAL NOT NULL     -- s
);
CREATE INDEX reset_tokens_username ON reset_tokens (username);

CREATE TABLE presence_tabs (
    user      TEXT NOT NULL,
    tab       TEXT NOT NULL, -- made by the page; '' for reports that name none
    state     TEXT NOT NULL CHECK (state IN ('active', 'idle', 'hidden')),
    last_seen REAL NOT NULL, -- s
    left_ts   REAL,          -- s, said it is leaving; NULL: it has not
    session   TEXT NOT NULL, -- SHA-256 of the session id, hexadecimal
    PRIMARY KEY (user, tab)
) WITHOUT ROWID;
CREATE INDEX presence_tabs_last_seen ON presence_tabs (last_seen);
CREATE INDEX presence_tabs_left ON presence_tabs (left_ts) WHERE left_ts IS NOT NULL;

CREATE TABLE messages (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    channel      TEXT NOT NULL,
    sender       TEXT NOT NULL,
    content      TEXT NOT NULL,
    content_type TEXT NOT NULL DEFAULT 'text' CHECK (content_type IN ('text', 'system')),
    ts           REAL NOT NULL, -- s
    edited       INTEGER NOT NULL DEFAULT 0 CHECK (edited IN (0, 1)),
    edited_ts    REAL,          -- s
    deleted      INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
    deleted_ts   REAL,          -- s
    reply_to_id  INTEGER,
    reactions_ts REAL,          -- s, last change of its reactions
    changed_ts   REAL,          -- s, the newest of the four; a trigger fills it
    UNIQUE (channel, ts)
);
CREATE INDEX messages_changed ON messages (channel, changed_ts);

CREATE TABLE read_state (
    user         TEXT NOT NULL,
    channel      TEXT NOT NULL,
    last_read_ts REAL NOT NULL, -- s, the newest message read
    PRIMARY KEY (user, channel)
) WITHOUT ROWID;

CREATE TABLE dm_participants (
    username TEXT NOT NULL,
    channel  TEXT NOT NULL,
    PRIMARY KEY (username, channel)
) WITHOUT ROWID;

CREATE TABLE dm_hidden (
    user      TEXT NOT NULL,
    channel   TEXT NOT NULL,
    hidden_ts REAL NOT NULL, -- s, the newest message when it was closed
    PRIMARY KEY (user, channel)
) WITHOUT ROWID;

CREATE TABLE private_channel_former (
    channel_id       INTEGER NOT NULL,
    username         TEXT NOT NULL,
    history_start_ts REAL,          -- s, what they saw from; NULL: the beginning
    left_ts          REAL NOT NULL, -- s
    PRIMARY KEY (channel_id, username)
) WITHOUT ROWID;
