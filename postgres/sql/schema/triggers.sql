-- Keeps derived rows right, as the triggers of presence.db do. Made anew after each migration.
-- Those for the rows of other programs are missing: they cannot write here.

-- The first message of a direct channel makes it known to its participants.
CREATE OR REPLACE FUNCTION messages_direct() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM messages WHERE channel = NEW.channel AND id <> NEW.id) THEN
        INSERT INTO dm_participants (username, channel)
        SELECT name, NEW.channel FROM unnest(string_to_array(substr(NEW.channel, 4), ':')) AS participants (name)
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS messages_direct ON messages;
CREATE TRIGGER messages_direct AFTER INSERT ON messages
FOR EACH ROW WHEN (NEW.channel LIKE 'dm:%') EXECUTE FUNCTION messages_direct();

-- Whom a reply concerns.
CREATE OR REPLACE FUNCTION messages_replied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.reply_to_sender := (SELECT nullif(o.sender, NEW.sender) FROM messages AS o WHERE o.id = NEW.reply_to_id);
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS messages_replied ON messages;
CREATE TRIGGER messages_replied BEFORE INSERT ON messages
FOR EACH ROW WHEN (NEW.reply_to_id IS NOT NULL) EXECUTE FUNCTION messages_replied();

-- A reaction that goes is a change of its message, a microsecond past the newest of the channel.
CREATE OR REPLACE FUNCTION message_reactions_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE messages
    SET (reactions_ts, changed_ts) = (
        SELECT 0.000001 + max(newest.changed_ts), 0.000001 + max(newest.changed_ts)
        FROM messages AS newest WHERE newest.channel = OLD.channel
    )
    WHERE channel = OLD.channel AND ts = OLD.msg_ts;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS message_reactions_deleted ON message_reactions;
CREATE TRIGGER message_reactions_deleted AFTER DELETE ON message_reactions
FOR EACH ROW EXECUTE FUNCTION message_reactions_deleted();

-- An account that is removed by hand: its name is handed out no more.
CREATE OR REPLACE FUNCTION users_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM removed_accounts WHERE lower(name) = lower(OLD.username)) THEN
        INSERT INTO removed_accounts (name, removed_ts)
        VALUES (OLD.username, round(extract(epoch FROM clock_timestamp()), 3));
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS users_deleted ON users;
CREATE TRIGGER users_deleted AFTER DELETE ON users
FOR EACH ROW EXECUTE FUNCTION users_deleted();

-- By another clock, a schedule of not being disturbed begins and ends at other moments: the sweep looks anew.
CREATE OR REPLACE FUNCTION users_zone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE notification_settings SET changes_ts = 0 WHERE username = NEW.username AND days <> 0;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS users_zone ON users;
CREATE TRIGGER users_zone AFTER UPDATE OF zone ON users
FOR EACH ROW WHEN (NEW.zone IS DISTINCT FROM OLD.zone) EXECUTE FUNCTION users_zone();

-- What is pushed to a browser is of a session there.
CREATE OR REPLACE FUNCTION logins_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM push_subscriptions WHERE session = OLD.session;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS logins_deleted ON logins;
CREATE TRIGGER logins_deleted AFTER DELETE ON logins
FOR EACH ROW EXECUTE FUNCTION logins_deleted();

-- Who was mentioned by a message that is gone is not any more, its files go with it, and it is pinned no more.
CREATE OR REPLACE FUNCTION messages_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.mentions IS NOT NULL THEN
        DELETE FROM mentions WHERE message_id = NEW.id;
    END IF;
    IF NEW.files IS NOT NULL THEN
        UPDATE files SET state = 'removed', message_id = NULL WHERE message_id = NEW.id;
    END IF;
    DELETE FROM pins WHERE message_id = NEW.id;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS messages_deleted ON messages;
CREATE TRIGGER messages_deleted AFTER UPDATE OF deleted ON messages
FOR EACH ROW WHEN (NEW.deleted = 1) EXECUTE FUNCTION messages_deleted();

-- Nor is it kept by anybody once its row is gone, and searches find it no more.
CREATE OR REPLACE FUNCTION messages_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.mentions IS NOT NULL THEN
        DELETE FROM mentions WHERE message_id = OLD.id;
    END IF;
    IF OLD.files IS NOT NULL THEN
        UPDATE files SET state = 'removed', message_id = NULL WHERE message_id = OLD.id;
    END IF;
    DELETE FROM pins WHERE message_id = OLD.id;
    DELETE FROM saved WHERE message_id = OLD.id;
    INSERT INTO search_stale (message_id, content) VALUES (OLD.id, OLD.content)
    ON CONFLICT (message_id) DO UPDATE SET content = coalesce(search_stale.content, excluded.content);
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS messages_removed ON messages;
CREATE TRIGGER messages_removed AFTER DELETE ON messages
FOR EACH ROW EXECUTE FUNCTION messages_removed();

-- What changes of a message that can be found, see search_stale.
CREATE OR REPLACE FUNCTION messages_unindexed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_stale (message_id, content)
    VALUES (OLD.id, CASE WHEN OLD.content <> NEW.content OR OLD.deleted <> NEW.deleted OR OLD.content_type <> NEW.content_type THEN OLD.content END)
    ON CONFLICT (message_id) DO UPDATE SET content = coalesce(search_stale.content, excluded.content);
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS messages_unindexed ON messages;
CREATE TRIGGER messages_unindexed AFTER UPDATE OF content, content_type, deleted, sender, channel, reactions_ts ON messages
FOR EACH ROW EXECUTE FUNCTION messages_unindexed();

-- How much all files take.
CREATE OR REPLACE FUNCTION files_total() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE files_total
    SET bytes = bytes + CASE TG_OP WHEN 'DELETE' THEN 0 ELSE NEW.size END - CASE TG_OP WHEN 'INSERT' THEN 0 ELSE OLD.size END;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS files_total ON files;
CREATE TRIGGER files_total AFTER INSERT OR UPDATE OF size OR DELETE ON files
FOR EACH ROW EXECUTE FUNCTION files_total();
