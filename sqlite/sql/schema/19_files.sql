-- What people upload. A file belongs to one message, or waits to be sent.

CREATE TABLE files (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    message_id  INTEGER,       -- NULL: not sent yet, or to go
    uploader    TEXT NOT NULL,
    channel     TEXT,          -- where it was chosen; NULL: nowhere, or it was sent
    name        TEXT NOT NULL, -- as people know it
    type        TEXT NOT NULL, -- media type
    size        INTEGER NOT NULL, -- bytes; while it arrives, those that it may have
    width       INTEGER,       -- pixels as seen; NULL: no picture that is shown
    height      INTEGER,
    uploaded_ts REAL NOT NULL, -- s, when it began to arrive
    -- arriving, then ready; removed with its message; expired: the name stays with its message
    state       TEXT NOT NULL CHECK (state IN ('arriving', 'ready', 'removed', 'expired'))
);
CREATE INDEX files_message ON files (message_id, id) WHERE message_id IS NOT NULL;
CREATE INDEX files_uploader ON files (uploader, message_id, id);
CREATE INDEX files_by_state ON files (state, uploaded_ts);

CREATE TABLE file_chunks (
    file_id INTEGER NOT NULL,
    n       INTEGER NOT NULL, -- from 0
    data    BLOB NOT NULL,    -- 64 KiB, the last one what is left
    PRIMARY KEY (file_id, n)
);

CREATE TABLE file_thumbnails (
    file_id INTEGER PRIMARY KEY,
    type    TEXT NOT NULL, -- media type
    data    BLOB NOT NULL
);

-- How much all files take, kept by triggers.
CREATE TABLE files_total (
    id    INTEGER PRIMARY KEY CHECK (id = 1),
    bytes INTEGER NOT NULL
);
INSERT INTO files_total (id, bytes) VALUES (1, 0);

CREATE TRIGGER files_inserted AFTER INSERT ON files
BEGIN
    UPDATE files_total SET bytes = bytes + NEW.size;
END;
CREATE TRIGGER files_resized AFTER UPDATE OF size ON files
BEGIN
    UPDATE files_total SET bytes = bytes + NEW.size - OLD.size;
END;
CREATE TRIGGER files_deleted AFTER DELETE ON files
BEGIN
    UPDATE files_total SET bytes = bytes - OLD.size;
END;

ALTER TABLE messages ADD COLUMN files INTEGER; -- how many files it carries; NULL: none
