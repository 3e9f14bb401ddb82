-- What somebody has set for a channel, and for their sidebar.

CREATE TABLE channel_settings (
    username         TEXT NOT NULL,
    channel          TEXT NOT NULL,
    muted            INTEGER NOT NULL DEFAULT 0,
    favourite        INTEGER NOT NULL DEFAULT 0,
    notify           TEXT CHECK (notify IN ('all', 'mentions', 'none')), -- NULL: as in every channel
    marked_unread_ts REAL, -- s, when they marked it as unread, until it is read after it was opened anew; NULL: not
    PRIMARY KEY (username, channel)
) WITHOUT ROWID;

CREATE TABLE sidebar_settings (
    username TEXT NOT NULL PRIMARY KEY,
    sort_by  TEXT NOT NULL DEFAULT '' CHECK (sort_by IN ('', 'name', 'recent')),
    folded   TEXT NOT NULL DEFAULT '' -- the sections that are folded, by name, with blanks between
) WITHOUT ROWID;

-- How far it had been read before it was marked as unread: what lies before that
-- gets no receipt of a second reading. NULL: last_read_ts.
ALTER TABLE read_state ADD COLUMN furthest_ts REAL;
