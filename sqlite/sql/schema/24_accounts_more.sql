-- Who put whom into a private channel, and who does not want to be put into one.

ALTER TABLE private_channel_members ADD COLUMN added_by TEXT; -- NULL: nobody else, or not known

CREATE TABLE declined_channels (
    username    TEXT NOT NULL,
    channel_id  INTEGER NOT NULL,
    name        TEXT NOT NULL, -- as it was called then: what it is called since is not theirs to see
    declined_ts REAL NOT NULL, -- s
    PRIMARY KEY (username, channel_id)
) WITHOUT ROWID;
