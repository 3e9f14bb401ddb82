-- Public channels that people make, who is in public channels, what channels are
-- about, pinned messages and saved ones.

CREATE TABLE public_channels (
    channel     TEXT PRIMARY KEY, -- identifier, which stays when it is renamed
    name        TEXT NOT NULL UNIQUE,
    created_by  TEXT,             -- account; NULL: it is one of --channels
    created_ts  REAL,             -- s; NULL likewise
    archived_ts REAL              -- s; NULL: in use
) WITHOUT ROWID;

CREATE TABLE public_channel_members (
    channel  TEXT NOT NULL,
    username TEXT NOT NULL,
    joined   INTEGER NOT NULL CHECK (joined IN (0, 1)), -- 0: has left
    since_ts REAL NOT NULL,                             -- s, by the channel's clock
    PRIMARY KEY (channel, username)
) WITHOUT ROWID;
CREATE INDEX public_channel_members_username ON public_channel_members (username, channel, joined, since_ts);

CREATE TABLE channel_topics (
    channel TEXT PRIMARY KEY,
    topic   TEXT NOT NULL,
    purpose TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE pins (
    message_id INTEGER PRIMARY KEY,
    channel    TEXT NOT NULL,
    pinned_by  TEXT NOT NULL,
    pinned_ts  REAL NOT NULL -- s
);
CREATE INDEX pins_channel ON pins (channel, pinned_ts);

CREATE TABLE saved (
    username   TEXT NOT NULL,
    message_id INTEGER NOT NULL,
    saved_ts   REAL NOT NULL, -- s
    PRIMARY KEY (username, message_id)
) WITHOUT ROWID;
CREATE INDEX saved_newest ON saved (username, saved_ts, message_id);
CREATE INDEX saved_message ON saved (message_id);
