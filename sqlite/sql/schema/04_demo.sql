-- What says that a database was filled for a demo: one row, there or not.

CREATE TABLE demo (
    id        INTEGER PRIMARY KEY CHECK (id = 1),
    begun_ts  REAL NOT NULL, -- s
    filled_ts REAL           -- s; NULL: filling it was cut short
);
