-- The order of a message's files, as they were chosen.

ALTER TABLE files ADD COLUMN position bigint; -- from 0; NULL: not sent yet, or sent before there was an order
DROP INDEX files_message;
CREATE INDEX files_message ON files (message_id, position, id) WHERE message_id IS NOT NULL;
