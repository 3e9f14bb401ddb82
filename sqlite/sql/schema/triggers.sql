-- Keeps derived columns right whoever writes. Made anew after each migration.
-- A change moves changed_ts a microsecond past the newest of its channel, so
-- that a reader's cursor never misses it. One of a message's own stamps moves
-- along: readers go on from the newest of those they were given.

DROP TRIGGER IF EXISTS messages_inserted;
CREATE TRIGGER messages_inserted AFTER INSERT ON messages WHEN NEW.changed_ts IS NULL
BEGIN
    UPDATE messages
    SET changed_ts = max(
        NEW.ts, coalesce(NEW.edited_ts, 0), coalesce(NEW.deleted_ts, 0), coalesce(NEW.reactions_ts, 0),
        0.000001 + coalesce((SELECT max(changed_ts) FROM messages WHERE channel = NEW.channel), 0)
    )
    WHERE id = NEW.id;
    -- Reactions may be there before their message.
    UPDATE messages
    SET reactions_ts = changed_ts
    WHERE id = NEW.id AND (
        changed_ts > ts
        OR EXISTS (SELECT 1 FROM message_reactions WHERE channel = NEW.channel AND msg_ts = NEW.ts)
    );
END;

DROP TRIGGER IF EXISTS messages_updated;
CREATE TRIGGER messages_updated
AFTER UPDATE OF content, edited, edited_ts, deleted, deleted_ts, reply_to_id ON messages
WHEN NEW.changed_ts IS OLD.changed_ts
BEGIN
    UPDATE messages
    SET changed_ts = max(
        coalesce(NEW.edited_ts, 0), coalesce(NEW.deleted_ts, 0),
        0.000001 + (SELECT max(changed_ts) FROM messages WHERE channel = NEW.channel)
    )
    WHERE id = NEW.id;
    UPDATE messages SET reactions_ts = changed_ts WHERE id = NEW.id;
END;

-- The first message of a direct channel makes it known to its participants.
DROP TRIGGER IF EXISTS messages_direct;
CREATE TRIGGER messages_direct AFTER INSERT ON messages
WHEN NEW.channel GLOB 'dm:*'
    AND NOT EXISTS (SELECT 1 FROM messages WHERE channel = NEW.channel AND id <> NEW.id)
BEGIN
    INSERT OR IGNORE INTO dm_participants (username, channel)
    SELECT name.value, NEW.channel
    FROM json_each('[' || replace(json_quote(substr(NEW.channel, 4)), ':', '","') || ']') AS name;
END;

-- Reactions of MiniMost's own carry a reacted_ts and move the message themselves.
DROP TRIGGER IF EXISTS message_reactions_inserted;
CREATE TRIGGER message_reactions_inserted AFTER INSERT ON message_reactions WHEN NEW.reacted_ts IS NULL
BEGIN
    UPDATE messages
    SET (reactions_ts, changed_ts) = (
        SELECT 0.000001 + max(newest.changed_ts), 0.000001 + max(newest.changed_ts)
        FROM messages AS newest WHERE newest.channel = NEW.channel
    )
    WHERE channel = NEW.channel AND ts = NEW.msg_ts;
END;

DROP TRIGGER IF EXISTS message_reactions_deleted;
CREATE TRIGGER message_reactions_deleted AFTER DELETE ON message_reactions
BEGIN
    UPDATE messages
    SET (reactions_ts, changed_ts) = (
        SELECT 0.000001 + max(newest.changed_ts), 0.000001 + max(newest.changed_ts)
        FROM messages AS newest WHERE newest.channel = OLD.channel
    )
    WHERE channel = OLD.channel AND ts = OLD.msg_ts;
END;

-- An account that is removed by hand: its name is handed out no more.
DROP TRIGGER IF EXISTS users_deleted;
CREATE TRIGGER users_deleted AFTER DELETE ON users
WHEN NOT EXISTS (SELECT 1 FROM removed_accounts WHERE name = OLD.username)
BEGIN
    INSERT INTO removed_accounts (name, removed_ts)
    VALUES (OLD.username, round((julianday('now') - 2440587.5) * 86400.0, 3));
END;

-- Who was mentioned by a message that is gone is not any more.
DROP TRIGGER IF EXISTS messages_deleted_mentions;
CREATE TRIGGER messages_deleted_mentions AFTER UPDATE OF deleted ON messages
WHEN NEW.deleted = 1 AND NEW.mentions IS NOT NULL
BEGIN
    DELETE FROM mentions WHERE message_id = NEW.id;
END;

DROP TRIGGER IF EXISTS messages_removed_mentions;
CREATE TRIGGER messages_removed_mentions AFTER DELETE ON messages WHEN OLD.mentions IS NOT NULL
BEGIN
    DELETE FROM mentions WHERE message_id = OLD.id;
END;

-- By another clock, a schedule of not being disturbed begins and ends at other moments: the sweep looks anew.
DROP TRIGGER IF EXISTS users_zone;
CREATE TRIGGER users_zone AFTER UPDATE OF zone ON users WHEN NEW.zone IS NOT OLD.zone
BEGIN
    UPDATE notification_settings SET changes_ts = 0 WHERE username = NEW.username AND days <> 0;
END;

-- The files of a message that is gone go with it; their content does in steps.
DROP TRIGGER IF EXISTS messages_deleted_files;
CREATE TRIGGER messages_deleted_files AFTER UPDATE OF deleted ON messages
WHEN NEW.deleted = 1 AND NEW.files IS NOT NULL
BEGIN
    UPDATE files SET state = 'removed', message_id = NULL WHERE message_id = NEW.id;
END;

DROP TRIGGER IF EXISTS messages_removed_files;
CREATE TRIGGER messages_removed_files AFTER DELETE ON messages WHEN OLD.files IS NOT NULL
BEGIN
    UPDATE files SET state = 'removed', message_id = NULL WHERE message_id = OLD.id;
END;

-- A message that is gone is pinned no more, nor kept by anybody once its row is gone.
DROP TRIGGER IF EXISTS messages_deleted_pins;
CREATE TRIGGER messages_deleted_pins AFTER UPDATE OF deleted ON messages WHEN NEW.deleted = 1
BEGIN
    DELETE FROM pins WHERE message_id = NEW.id;
END;

DROP TRIGGER IF EXISTS messages_removed_pins;
CREATE TRIGGER messages_removed_pins AFTER DELETE ON messages
BEGIN
    DELETE FROM pins WHERE message_id = OLD.id;
    DELETE FROM saved WHERE message_id = OLD.id;
END;
