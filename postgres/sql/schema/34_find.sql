-- Whom a message notifies is looked for beside each message: the others of a conversation, and who asked for every message of all
-- channels or of one.

CREATE INDEX dm_participants_channel ON dm_participants (channel);
CREATE INDEX channel_settings_all ON channel_settings (channel) WHERE notify = 'all';
CREATE INDEX notification_settings_all ON notification_settings (level) WHERE level = 'all';
