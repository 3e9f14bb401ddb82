-- From one moment at which nobody was there to the next: what a page shows of people is of one of these. A server that
-- begins alone begins another.
CREATE TABLE presence_epoch (
    id   bigint PRIMARY KEY CHECK (id = 1),
    name text NOT NULL
);
