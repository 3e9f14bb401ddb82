-- What keeps the frequent statements away from whole tables.

CREATE INDEX IF NOT EXISTS presence_last_seen ON presence (last_seen);
CREATE INDEX IF NOT EXISTS presence_present ON presence (last_seen) WHERE state <> 'offline';
CREATE INDEX IF NOT EXISTS presence_override_until ON presence (override_until) WHERE override_until IS NOT NULL;
CREATE INDEX IF NOT EXISTS typing_channel ON typing (channel, ts);
CREATE INDEX IF NOT EXISTS typing_ts ON typing (ts, channel);
CREATE INDEX IF NOT EXISTS read_receipts_reader ON read_receipts (channel, reader, msg_ts);
CREATE INDEX IF NOT EXISTS private_channel_members_username ON private_channel_members (username, channel_id);
CREATE INDEX IF NOT EXISTS private_channel_members_standing ON private_channel_members (channel_id, joined_ts);
