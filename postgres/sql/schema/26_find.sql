-- What concerns somebody, the newest first: who mentioned them, replied to them or reacted to them.

ALTER TABLE messages ADD COLUMN reply_to_sender text;  -- who wrote what it replies to; NULL: no reply, or to one's own; a trigger fills it
ALTER TABLE message_reactions ADD COLUMN author text;  -- who wrote the message; NULL: one's own

UPDATE messages
SET reply_to_sender = o.sender
FROM messages AS o
WHERE o.id = messages.reply_to_id AND o.sender <> messages.sender;
UPDATE message_reactions
SET author = m.sender
FROM messages AS m
WHERE m.channel = message_reactions.channel AND m.ts = message_reactions.msg_ts AND m.sender <> message_reactions.reactor;

CREATE INDEX mentions_activity ON mentions (username, ts, message_id) WHERE untold = 0;
CREATE INDEX messages_replies ON messages (reply_to_sender, ts) WHERE reply_to_sender IS NOT NULL;
CREATE INDEX message_reactions_author ON message_reactions (author, (coalesce(reacted_ts, msg_ts))) WHERE author IS NOT NULL;
