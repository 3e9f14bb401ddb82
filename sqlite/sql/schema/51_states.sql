-- Which states a page can report is chat's alone to say: a new one wants no migration.

CREATE TABLE presence_tabs_new (
    user      TEXT NOT NULL,
    tab       TEXT NOT NULL, -- made by the page; '' for reports that name none
    state     TEXT NOT NULL, -- one of chat.States
    last_seen REAL NOT NULL, -- s
    left_ts   REAL,          -- s, said it is leaving; NULL: it has not
    session   TEXT NOT NULL, -- SHA-256 of the session id, hexadecimal
    word      INTEGER NOT NULL DEFAULT 0, -- number of the latest thing it said
    connected INTEGER NOT NULL DEFAULT 0 CHECK (connected IN (0, 1)), -- a server watches it
    ending    TEXT, -- left, going, lost, gone; NULL: it stays
    asked_ts  REAL, -- s, its session asked for a page while it was ending; NULL: it did not
    ends_ts   REAL, -- s, when that, or the memory of it, is over; NULL: it stays
    PRIMARY KEY (user, tab)
) WITHOUT ROWID;
INSERT INTO presence_tabs_new SELECT * FROM presence_tabs;
DROP TABLE presence_tabs; -- and with it its index
ALTER TABLE presence_tabs_new RENAME TO presence_tabs;
CREATE INDEX presence_tabs_ends ON presence_tabs (ends_ts) WHERE ends_ts IS NOT NULL;
