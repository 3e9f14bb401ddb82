-- What imports took, so that another one takes nothing twice.

CREATE TABLE imported (
    kind      TEXT NOT NULL CHECK (kind IN ('message', 'private_channel')),
    source_id INTEGER NOT NULL, -- its number where it came from
    source_ts REAL NOT NULL,    -- s, its time there; 0: none
    target_id INTEGER NOT NULL, -- its number here
    PRIMARY KEY (kind, source_id, source_ts)
) WITHOUT ROWID;
