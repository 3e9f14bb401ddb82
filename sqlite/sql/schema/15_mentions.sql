-- Who is mentioned by a message, as it was when that was sent.

CREATE TABLE mentions (
    message_id INTEGER NOT NULL,
    username   TEXT NOT NULL, -- an account, or @here or @channel for the word itself
    channel    TEXT NOT NULL,
    ts         REAL NOT NULL, -- the message's (s)
    by_group   INTEGER NOT NULL DEFAULT 0, -- 1: as one of many
    untold     INTEGER NOT NULL DEFAULT 0, -- 1: marked in the text, but they block its sender
    PRIMARY KEY (message_id, username)
);

CREATE INDEX mentions_unread ON mentions (username, channel, ts);
CREATE INDEX mentions_newest ON mentions (username, message_id);

ALTER TABLE messages ADD COLUMN mentions INTEGER; -- how many names are marked in the text; NULL: none
