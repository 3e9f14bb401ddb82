-- Who is kept away from whom, and who took a message away.

ALTER TABLE messages ADD COLUMN deleted_by TEXT; -- NULL: the sender
ALTER TABLE messages ADD COLUMN deleted_as TEXT; -- what they are in the channel, such as 'owner'; NULL: the sender

CREATE TABLE blocks (
    blocker  TEXT NOT NULL,
    blocked  TEXT NOT NULL,
    since_ts REAL NOT NULL, -- s
    PRIMARY KEY (blocker, blocked)
) WITHOUT ROWID;
CREATE INDEX blocks_blocked ON blocks (blocked, blocker, since_ts);
