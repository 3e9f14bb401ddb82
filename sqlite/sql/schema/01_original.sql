-- The six tables as the original writes them. A presence.db of its own keeps
-- its tables and rows: nothing here changes an existing one.
-- Times are seconds since the Unix epoch, REAL where a fraction is kept.

CREATE TABLE IF NOT EXISTS presence (
    user      TEXT PRIMARY KEY,
    last_seen INTEGER NOT NULL, -- s
    state     TEXT NOT NULL,    -- active, idle, hidden, offline
    override  TEXT              -- active, idle, offline; NULL: Automatic
);

CREATE TABLE IF NOT EXISTS typing (
    user    TEXT NOT NULL,
    channel TEXT NOT NULL,
    ts      INTEGER NOT NULL, -- s, last keystroke
    PRIMARY KEY (user, channel)
);

CREATE TABLE IF NOT EXISTS read_receipts (
    channel TEXT NOT NULL,
    msg_ts  REAL NOT NULL, -- s, the message
    reader  TEXT NOT NULL,
    PRIMARY KEY (channel, msg_ts, reader)
);

CREATE TABLE IF NOT EXISTS message_reactions (
    channel TEXT NOT NULL,
    msg_ts  REAL NOT NULL, -- s, the message
    emoji   TEXT NOT NULL,
    reactor TEXT NOT NULL,
    PRIMARY KEY (channel, msg_ts, emoji, reactor)
);

CREATE TABLE IF NOT EXISTS private_channels (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_ts REAL NOT NULL -- s
);

CREATE TABLE IF NOT EXISTS private_channel_members (
    channel_id       INTEGER NOT NULL REFERENCES private_channels (id),
    username         TEXT NOT NULL,
    joined_ts        REAL NOT NULL, -- s
    history_start_ts REAL,          -- s; NULL: sees it from the beginning
    PRIMARY KEY (channel_id, username)
);
