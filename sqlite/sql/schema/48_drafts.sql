-- What somebody has begun to write in a channel, in whichever tab or device.

CREATE TABLE drafts (
    user       TEXT NOT NULL,
    channel    TEXT NOT NULL,
    text       TEXT NOT NULL,
    changed_ts REAL NOT NULL, -- s
    PRIMARY KEY (user, channel)
) WITHOUT ROWID;
