-- What somebody has begun to write in a channel, in whichever tab or device.

CREATE TABLE drafts (
    "user"     text NOT NULL,
    channel    text NOT NULL,
    text       text NOT NULL,
    changed_ts double precision NOT NULL,
    PRIMARY KEY ("user", channel)
);
