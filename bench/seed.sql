-- Fills a new database: accounts that are as old as the talk, of which the talkers have written and read everything, and teams with
-- private channels. The sizes are in a temporary table.

WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < (SELECT accounts FROM size))
INSERT INTO users (username, password_hash, created_ts)
SELECT printf('person%02d', i), '-', (SELECT start_ts FROM size) FROM n;

-- Half a second apart, so that a million messages are six days of talk.
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < (SELECT messages FROM size))
INSERT INTO messages (channel, sender, content, ts, changed_ts)
SELECT 'general', printf('person%02d', i % (SELECT talkers FROM size)), printf('Message %d: the quick brown fox jumps over the lazy dog.', i),
    (SELECT start_ts FROM size) + i * 0.5, (SELECT start_ts FROM size) + i * 0.5
FROM n;

-- Each message was read by somebody, and the newest two by all.
INSERT INTO read_receipts (channel, msg_ts, reader, read_ts)
SELECT channel, ts, printf('person%02d', (id + 7) % (SELECT talkers FROM size)), ts + 1 FROM messages WHERE id <= (SELECT messages FROM size) - 2;

WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < (SELECT talkers FROM size))
INSERT INTO read_receipts (channel, msg_ts, reader, read_ts)
SELECT m.channel, m.ts, printf('person%02d', n.i), m.ts + 1
FROM messages AS m, n
WHERE m.id > (SELECT messages FROM size) - 2 AND m.sender <> printf('person%02d', n.i);

WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < (SELECT talkers FROM size))
INSERT INTO read_state (user, channel, last_read_ts)
SELECT printf('person%02d', i), 'general', (SELECT max(ts) FROM messages WHERE channel = 'general') FROM n;

-- The teams' channels take turns, so that the ids of one team's are not beside each other.
WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < (SELECT teams * channels FROM size))
INSERT INTO private_channels (id, name, created_by, created_ts)
SELECT i + 1, printf('Project %d', i / teams), printf('person%02d', i % teams * team_size), start_ts FROM n, size;

WITH RECURSIVE seat (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM seat WHERE i + 1 < (SELECT team_size FROM size))
INSERT INTO private_channel_members (channel_id, username, joined_ts, role)
SELECT c.id, printf('person%02d', (c.id - 1) % teams * team_size + seat.i), c.created_ts, iif(seat.i = 0, 'owner', 'member')
FROM private_channels AS c, seat, size;

INSERT INTO messages (channel, sender, content, ts, changed_ts)
SELECT 'private:' || id, created_by, 'Welcome.', created_ts + 1, created_ts + 1 FROM private_channels;
