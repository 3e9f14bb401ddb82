-- What a server was about to push when it died is pushed by the next: those after sent_id, up to message_id, are being
-- sent by holder. claimed_id is message_id, unless a server of an earlier version has moved that: it sends by itself.
ALTER TABLE push_position ADD COLUMN holder text;
ALTER TABLE push_position ADD COLUMN claimed_id bigint;
ALTER TABLE push_position ADD COLUMN sent_id bigint;
