-- What concerns somebody, the newest first: who mentioned them, replied to them or reacted to them.

ALTER TABLE messages ADD COLUMN reply_to_sender TEXT;  -- who wrote what it replies to; NULL: no reply, or to one's own; a trigger fills it
ALTER TABLE message_reactions ADD COLUMN author TEXT;  -- who wrote the message; NULL: one's own, or unknown

UPDATE messages
SET reply_to_sender = (SELECT o.sender FROM messages AS o WHERE o.id = messages.reply_to_id AND o.sender <> messages.sender)
WHERE reply_to_id IS NOT NULL;
UPDATE message_reactions
SET author = (
    SELECT m.sender FROM messages AS m
    WHERE m.channel = message_reactions.channel AND m.ts = message_reactions.msg_ts AND m.sender <> message_reactions.reactor
);

CREATE INDEX mentions_activity ON mentions (username, ts, message_id) WHERE untold = 0;
CREATE INDEX messages_replies ON messages (reply_to_sender, ts) WHERE reply_to_sender IS NOT NULL;
CREATE INDEX message_reactions_author ON message_reactions (author, coalesce(reacted_ts, msg_ts)) WHERE author IS NOT NULL;

CREATE TRIGGER messages_replied AFTER INSERT ON messages WHEN NEW.reply_to_id IS NOT NULL
BEGIN
    UPDATE messages
    SET reply_to_sender = (SELECT nullif(o.sender, NEW.sender) FROM messages AS o WHERE o.id = NEW.reply_to_id)
    WHERE id = NEW.id;
END;

-- Those without a time are of other programs, which do not know the author.
CREATE TRIGGER message_reactions_authored AFTER INSERT ON message_reactions WHEN NEW.reacted_ts IS NULL
BEGIN
    UPDATE message_reactions
    SET author = (SELECT nullif(m.sender, NEW.reactor) FROM messages AS m WHERE m.channel = NEW.channel AND m.ts = NEW.msg_ts)
    WHERE rowid = NEW.rowid;
END;
