-- What somebody is notified of and when, and where Web Push reaches them.

CREATE TABLE notification_settings (
    username    TEXT PRIMARY KEY,
    level       TEXT NOT NULL DEFAULT 'mentions' CHECK (level IN ('all', 'mentions', 'none')),
    sound       INTEGER NOT NULL DEFAULT 1 CHECK (sound IN (0, 1)),
    until_ts    REAL,                       -- s; not to be disturbed until then; NULL: not asked for
    days        INTEGER NOT NULL DEFAULT 0, -- of the schedule of not being disturbed: bit 0 is Sunday; 0: none
    from_minute INTEGER NOT NULL DEFAULT 0, -- of the day, by the account's clock
    to_minute   INTEGER NOT NULL DEFAULT 0, -- of the next day where it is not after from_minute
    changes_ts  REAL                        -- s, when they are to be disturbed again, or no longer; NULL: never
) WITHOUT ROWID;
CREATE INDEX notification_settings_changes ON notification_settings (changes_ts) WHERE changes_ts IS NOT NULL;

-- The server's own, by which push services know it.
CREATE TABLE push_keys (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    private_key TEXT NOT NULL, -- base64url
    public_key  TEXT NOT NULL
);

CREATE TABLE push_subscriptions (
    endpoint   TEXT PRIMARY KEY, -- the address that its push service gave a browser
    username   TEXT NOT NULL,
    session    TEXT NOT NULL,    -- as in logins: it ends with it
    key        TEXT NOT NULL,    -- of the browser, base64url: what is sent is encrypted for it
    secret     TEXT NOT NULL,    -- shared with it, base64url
    with_text  INTEGER NOT NULL DEFAULT 0 CHECK (with_text IN (0, 1)), -- whether what is written is sent too
    created_ts REAL NOT NULL     -- s
) WITHOUT ROWID;
CREATE INDEX push_subscriptions_username ON push_subscriptions (username);
CREATE INDEX push_subscriptions_session ON push_subscriptions (session);

-- What is pushed to a browser is of a session there.
CREATE TRIGGER logins_deleted AFTER DELETE ON logins
BEGIN
    DELETE FROM push_subscriptions WHERE session = OLD.session;
END;
