-- Gives the talk words to find, and moves all but every hundredth message to a private channel of the first person's, who has read them all.
-- A few are edited.

CREATE TEMP TABLE word (i INTEGER PRIMARY KEY, w TEXT);
INSERT INTO word SELECT key, value FROM json_each('["plan", "deploy", "release", "standup", "lunch", "invoice", "server", "budget", "travel", "report", "airplane", "design", "review", "agenda", "customer", "contract", "holiday", "weather", "printer", "backup", "kitchen", "ticket", "window", "garden", "bicycle", "station", "meeting", "project", "summary", "deadline", "question", "answer", "morning", "evening", "account", "password", "network", "keyboard", "monitor", "battery", "charger", "library", "museum", "theatre", "concert", "football", "swimming", "mountain", "river", "forest", "island", "harbour", "bridge", "tunnel", "elevator", "stairs", "corridor", "basement", "attic", "balcony", "terrace", "courtyard", "entrance", "cellar"]');

UPDATE messages
SET content = (SELECT w FROM word WHERE i = id % 64) || ' ' || (SELECT w FROM word WHERE i = (id / 7 + 3) % 64) || ' '
        || (SELECT w FROM word WHERE i = (id * 31 + id / 11) % 64) || ' ' || (SELECT w FROM word WHERE i = (id / 3 + 17) % 64)
        || printf(', number%d, ', id % 50000) || iif(id % 500 = 0, '東京の会議', 'see you'),
    channel = iif(id % 100 = 0 OR id < 10, channel, 'private:1')
WHERE channel = 'general';

UPDATE messages SET edited = 1, edited_ts = ts + 60 WHERE id % 20011 = 0;

INSERT INTO read_state (user, channel, last_read_ts)
SELECT 'person00', 'private:1', max(ts) FROM messages WHERE channel = 'private:1'
ON CONFLICT (user, channel) DO UPDATE SET last_read_ts = excluded.last_read_ts;
