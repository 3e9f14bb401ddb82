-- What one process of several does for all, each with a lease.
CREATE TABLE duties (
    name   text PRIMARY KEY,
    holder text NOT NULL,            -- a node
    until  double precision NOT NULL -- s, by the database's clock
);
