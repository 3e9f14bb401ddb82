-- What searches look up, see search/block.go. Messages are indexed in blocks of 2048 numbers, block 0 from 1 on; those of a
-- block that is not there, the newest for one, are read one by one.

CREATE TABLE search_blocks (
    block      INTEGER PRIMARY KEY,
    oldest_ts  REAL NOT NULL, -- s, of its messages
    newest_ts  REAL NOT NULL, -- s
    disorder_s REAL NOT NULL, -- s, that a stamp lies before one of a lower number, at most
    directory  BLOB NOT NULL  -- the first gram of each chunk
);

-- Rows 1024 * block + n: channels for 0, senders for 1, from 2 on chunks of grams with the messages that have them.
CREATE TABLE search_grams (
    id   INTEGER PRIMARY KEY,
    data BLOB NOT NULL
);

-- Messages that have changed since they were indexed. Whoever commits the change takes them out.
CREATE TABLE search_stale (
    message_id INTEGER PRIMARY KEY,
    content    TEXT -- what was indexed; NULL: the text is as it was
);

-- What changes of a message that can be found, see search_stale.
CREATE TRIGGER messages_unindexed AFTER UPDATE OF content, content_type, deleted, sender, channel, reactions_ts ON messages
BEGIN
    INSERT INTO search_stale (message_id, content)
    VALUES (OLD.id, iif(OLD.content IS NEW.content AND OLD.deleted IS NEW.deleted AND OLD.content_type IS NEW.content_type, NULL, OLD.content))
    ON CONFLICT (message_id) DO UPDATE SET content = coalesce(search_stale.content, excluded.content);
END;

CREATE TRIGGER messages_gone AFTER DELETE ON messages
BEGIN
    INSERT INTO search_stale (message_id, content)
    VALUES (OLD.id, OLD.content)
    ON CONFLICT (message_id) DO UPDATE SET content = coalesce(search_stale.content, excluded.content);
END;
