-- How people present themselves, beside the name that they are known by.

ALTER TABLE users ADD COLUMN display_name TEXT; -- NULL: the username alone
ALTER TABLE users ADD COLUMN display_key TEXT;  -- the same, folded: names that look alike have one key
ALTER TABLE users ADD COLUMN pronouns TEXT;
ALTER TABLE users ADD COLUMN local_zone TEXT;   -- whose time others are shown, such as America/Sao_Paulo; NULL: nobody is
ALTER TABLE users ADD COLUMN picture INTEGER NOT NULL DEFAULT 0; -- the number of the picture; 0: there was none; below: of the last, which was taken away
ALTER TABLE users ADD COLUMN share_last_seen INTEGER NOT NULL DEFAULT 1 CHECK (share_last_seen IN (0, 1));

CREATE INDEX users_name_key ON users (lower(replace(replace(username, '_', ''), '-', '')));

-- A square picture of a person.
CREATE TABLE pictures (
    username TEXT NOT NULL PRIMARY KEY COLLATE NOCASE,
    kind     TEXT NOT NULL, -- the media type
    data     BLOB NOT NULL
) WITHOUT ROWID;

-- A status is presence. Where a text is NULL there is none; it may be ''.
ALTER TABLE presence ADD COLUMN status_emoji TEXT;
ALTER TABLE presence ADD COLUMN status_text TEXT;
ALTER TABLE presence ADD COLUMN status_until REAL; -- s; NULL: until changed
-- The one that others see while the person appears offline.
ALTER TABLE presence ADD COLUMN shown_emoji TEXT;
ALTER TABLE presence ADD COLUMN shown_text TEXT;
ALTER TABLE presence ADD COLUMN shown_until REAL;

CREATE INDEX presence_status ON presence (user) WHERE status_text IS NOT NULL OR shown_text IS NOT NULL;
CREATE INDEX presence_status_until ON presence (status_until) WHERE status_until IS NOT NULL;
CREATE INDEX presence_shown_until ON presence (shown_until) WHERE shown_until IS NOT NULL;
