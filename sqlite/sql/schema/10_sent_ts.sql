-- When something was done by the clock, beside the stamp that orders it: a
-- channel's stamps go on from the newest one, also where the clock was ahead.

ALTER TABLE messages ADD COLUMN sent_ts REAL;      -- s; NULL: ts
ALTER TABLE messages ADD COLUMN edited_at_ts REAL; -- s; NULL: edited_ts
ALTER TABLE private_channel_members ADD COLUMN joined_at_ts REAL; -- s; NULL: joined_ts

UPDATE messages SET sent_ts = ts;

CREATE INDEX messages_sent ON messages (channel, coalesce(sent_ts, ts));
