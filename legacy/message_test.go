package legacy_test

import (
	"fmt"
	"strings"
	"testing"
)

const allMessages = "SELECT id, channel, sender, content, content_type, ts, edited, edited_ts, deleted, deleted_ts, reply_to_id, reactions_ts, changed_ts FROM messages ORDER BY id"

func TestMessagesArriveWithAllTheirOwnTimesUnrounded(t *testing.T) {
	s := newScene(t)
	s.say(4, "general", "MiniMost", "Welcome, alice!", "1716000000.1234567")
	s.messages("UPDATE messages SET content_type = 'system'")
	s.say(5, "general", "alice", "hello", "1716000001.4567891")
	s.messages("INSERT INTO messages (id, channel, sender, content, ts, edited, edited_ts, reply_to_id) VALUES (6, 'general', 'bob', 'hi, alice', 1716000002, 1, 1716000009.7654321, 5)")
	s.messages("INSERT INTO messages (id, channel, sender, content, ts, deleted, deleted_ts) VALUES (7, 'dm:alice:bob', 'Deleted User', 'gone', 1716000003.5, 1, 1716000004.25)")
	s.messages("INSERT INTO reactions VALUES (5, 'thumbs_up', 'bob'), (5, 'heart', 'alice'), (6, 'party_parrot', 'alice')")
	r := s.move()
	s.want(allMessages,
		"4|general|MiniMost|Welcome, alice!|system|1716000000.1234567|0|NULL|0|NULL|NULL|NULL|1716000000.1234567",
		"5|general|alice|hello|text|1716000001.4567890|0|NULL|0|NULL|NULL|1716000001.4567890|1716000001.4567890",
		"6|general|bob|hi, alice|text|1716000002.0000000|1|1716000009.7654321|0|NULL|5|NULL|1716000009.7654321",
		"7|dm:alice:bob|Deleted User|gone|text|1716000003.5000000|0|NULL|1|1716000004.2500000|NULL|NULL|1716000004.2500000")
	s.want("SELECT count(*) FROM messages WHERE id = 5 AND ts = 1716000001.4567891", "1")
	s.want("SELECT msg_ts = 1716000001.4567891, emoji, reactor FROM message_reactions ORDER BY rowid", "1|👍|bob", "1|❤️|alice")
	s.want("SELECT username, channel FROM dm_participants ORDER BY 1", "alice|dm:alice:bob", "bob|dm:alice:bob")
	for what, n := range map[string]int{"messages": 4, "of them by the system": 1, "of them replies": 1, "of them edited": 1, "of them deleted": 1, "reactions": 2} {
		s.wantCount(r.Taken, what, n)
	}
	s.wantCount(r.LeftOut, "reactions with an unknown emoji", 1)
}

func TestTwoMessagesOfOneTimeMoveApartAndWhatRefersToThemFollows(t *testing.T) {
	s := newScene(t)
	const ts = "1716000001.4567891"
	for id := 1; id <= 3; id++ {
		s.say(id, "general", "alice", fmt.Sprint("m", id), ts)
	}
	s.say(4, "general", "alice", "m4", "1716000001.4567901") // in the way of the second
	s.say(5, "random", "alice", "m5", ts)
	s.messages("UPDATE messages SET reply_to_id = 2 WHERE id = 4")
	s.messages("INSERT INTO reactions VALUES (2, 'heart', 'bob')")
	s.messages("INSERT INTO read_state VALUES ('bob', 'general', " + ts + ")")
	s.presence("INSERT INTO read_receipts VALUES ('general', " + ts + ", 'bob')")
	s.presence("INSERT INTO message_reactions VALUES ('general', 1716000001.4567901, 'fire', 'bob')")
	r := s.move()
	s.want("SELECT id, round(ts * 1e6) - 1716000001000000, (SELECT ts FROM messages AS n WHERE n.id = m.id + 1 AND n.channel = m.channel) > ts, reply_to_id FROM messages AS m ORDER BY id",
		"1|456789.0000000|1|NULL", "2|456790.0000000|1|NULL", "3|456791.0000000|1|NULL", "4|456792.0000000|NULL|2", "5|456789.0000000|NULL|NULL")
	s.want("SELECT m.id, emoji FROM message_reactions AS r JOIN messages AS m ON m.channel = r.channel AND m.ts = r.msg_ts ORDER BY 1", "2|❤️", "4|🔥")
	s.want("SELECT m.id FROM read_receipts AS r JOIN messages AS m ON m.channel = r.channel AND m.ts = r.msg_ts ORDER BY 1", "1", "2", "3")
	s.want("SELECT m.id FROM read_state AS r JOIN messages AS m ON m.channel = r.channel AND m.ts = r.last_read_ts", "3")
	s.want("SELECT count(*), count(DISTINCT changed_ts) FROM messages WHERE channel = 'general'", "4|4")
	s.wantCount(r.Changed, "messages moved on", 3)
}

func TestATargetWithMessagesKeepsThemAndNumbersGoOn(t *testing.T) {
	s := newScene(t)
	s.say(9, "general", "alice", "in the target first", "1716000001.5")
	s.presence("INSERT INTO private_channels VALUES (1, 'first', 'alice', 1716000000); INSERT INTO private_channel_members VALUES (1, 'alice', 1716000000, NULL)")
	s.move()
	other := newScene(t)
	other.db = s.db
	other.say(1, "general", "alice", "same number", "1716000001.5")
	other.say(2, "general", "bob", "answer", "1716000000.5")
	other.messages("UPDATE messages SET reply_to_id = 1 WHERE id = 2; INSERT INTO reactions VALUES (1, 'heart', 'bob')")
	other.presence("INSERT INTO private_channels VALUES (1, 'second', 'bob', 1716000007); INSERT INTO private_channel_members VALUES (1, 'bob', 1716000007, NULL)")
	other.say(3, "private:1", "bob", "in private", "1716000008")
	other.messages("INSERT INTO read_state VALUES ('bob', 'private:1', 1716000008)")
	other.presence("INSERT INTO read_receipts VALUES ('private:1', 1716000008, 'bob')")
	r := other.move()
	s.want("SELECT id, channel, content, round(ts * 1e6) - 1716000000000000, reply_to_id FROM messages ORDER BY id",
		"9|general|in the target first|1500000.0000000|NULL", "10|general|same number|1500001.0000000|NULL",
		"11|general|answer|500000.0000000|10", "12|private:2|in private|8000000.0000000|NULL")
	s.want("SELECT m.id FROM message_reactions AS r JOIN messages AS m ON m.channel = r.channel AND m.ts = r.msg_ts", "10")
	s.want("SELECT id, name FROM private_channels", "1|first", "2|second")
	s.want("SELECT channel FROM read_state UNION ALL SELECT channel FROM read_receipts", "private:2", "private:2")
	// Nobody who has read up to the newest change misses what came in.
	s.want("SELECT count(*) FROM messages WHERE channel = 'general' AND id > 9 AND changed_ts > (SELECT changed_ts FROM messages WHERE id = 9) AND reactions_ts = changed_ts", "2")
	s.wantCount(r.Earlier, "accounts that are there already", 3)
	other.move()
	s.want("SELECT count(*) FROM messages", "4")
}

func TestNumbersThatJavaScriptOrSQLiteCannotCountFromAreReplaced(t *testing.T) {
	for _, id := range []string{"9223372036854775807", "9007199254740993", "-5"} {
		s := newScene(t)
		s.messages("INSERT INTO messages (id, channel, sender, content, ts) VALUES (" + id + ", 'general', 'alice', 'odd', 1716000001)")
		s.messages("INSERT INTO messages (id, channel, sender, content, ts, reply_to_id) VALUES (3, 'general', 'alice', 'reply', 1716000002, " + id + ")")
		s.move()
		s.want("SELECT content, id IN (1, 2) FROM messages ORDER BY ts", "odd|1", "reply|1")
		s.want("SELECT (SELECT id FROM messages WHERE content = 'odd') = reply_to_id FROM messages WHERE content = 'reply'", "1")
		s.move()
		s.want("SELECT count(*) FROM messages", "2")
	}
}

func TestMessagesThatFitNoRuleAreLeftOutAndCounted(t *testing.T) {
	s := newScene(t)
	s.say(1, "general", "alice", "good", "1716000001")
	for i, row := range []string{
		"'general', 'alice', 'no time', 'yesterday'", "'general', 'alice', 'at none', 0", "'general', 'alice', 'before all', -5",
		"'general', 'alice', 'in ms', 1716000001000", "'general', 'alice', 'never', 9e999", "'general', '', 'of nobody', 1716000002",
		"'general', 'alice', NULL, 1716000002", "'general', 'alice', '', 1716000002", "'general', x'ff', 'of bytes', 1716000002",
		"'general', 'alice', '" + strings.Repeat("x", 1<<20+1) + "', 1716000002", "'general', '" + strings.Repeat("a", 129) + "', 'long name', 1716000002",
	} {
		s.messages(fmt.Sprintf("INSERT INTO messages (id, channel, sender, content, ts) VALUES (%d, %s)", 100+i, row))
	}
	for i, channel := range []string{"", "private:1", "private:x", "dm:alice", "dm:", "dm:alice::bob", "日本語", "dm:" + strings.Repeat("a", 1000) + ":b"} {
		s.say(200+i, channel, "alice", "nowhere", fmt.Sprint(1716000100+i))
	}
	s.messages("INSERT INTO messages (id, channel, sender, content, ts, expires_ts) VALUES (300, 'general', 'alice', 'burn after reading', 1716000003, 1716000013)")
	s.messages("INSERT INTO messages (id, channel, sender, content, ts, reply_to_id) VALUES (301, 'general', 'alice', 'answers what is left out', 1716000004, 300)")
	s.messages("INSERT INTO messages (id, channel, sender, content, ts, reply_to_id) VALUES (302, 'random', 'alice', 'answers elsewhere', 1716000005, 1)")
	s.messages("INSERT INTO messages (id, channel, sender, content, ts) VALUES (303, 'general', 'alice', CAST(x'61ff0062' AS TEXT), 1716000006)")
	s.messages("INSERT INTO reactions VALUES (300, 'heart', 'bob'), (999, 'heart', 'bob'), (1, 'heart', '')")
	r := s.move()
	s.want("SELECT id, content, reply_to_id FROM messages ORDER BY id",
		"1|good|NULL", "301|answers what is left out|NULL", "302|answers elsewhere|NULL", "303|a\uFFFD\uFFFDb|NULL")
	for what, n := range map[string]int{"messages that fit no rule": 11, "messages of a channel that cannot be": 8, "messages that were to disappear": 1, "reactions to messages that are not there": 3} {
		s.wantCount(r.LeftOut, what, n)
	}
	s.wantCount(r.Changed, "replies to messages that are not there", 2)
}

func TestAttachmentsAndWhatElseHasNoPlaceAreListed(t *testing.T) {
	s := newScene(t)
	s.messages(`INSERT INTO messages (id, channel, sender, content, ts, filename, mentions) VALUES
		(1, 'general', 'alice', 'see this', 1716000001, 'plan.pdf', '{"bob": 1}'), (2, 'general', 'alice', '', 1716000002, '0123456789abcdef0123456789abcdef_photo <1>.png', '[]'),
		(3, 'general', 'alice', NULL, 1716000003, 'notes.txt', NULL), (4, 'general', 'alice', '', 1716000004, '0123456789abcdef0123456789abcdef_', NULL)`)
	s.accounts("INSERT INTO user_settings VALUES ('alice', '#ff0000', 'alice.png', 'I fly'), ('bob', NULL, '', NULL)")
	r := s.move()
	s.want("SELECT content FROM messages ORDER BY id", "see this", "[photo <1>.png]", "[notes.txt]", "[0123456789abcdef0123456789abcdef_]")
	for what, n := range map[string]int{"attachments": 4, "mentions that cannot be read": 1, "name colours": 1, "avatars": 1, "bios": 1} {
		s.wantCount(r.LeftOut, what, n)
	}
	s.wantCount(r.Changed, "messages with an attachment alone", 3)
}

func TestPinsComeAlongAndOnceOnly(t *testing.T) {
	s := newScene(t)
	for i, channel := range []string{"general", "dm:alice:bob", "general", "general"} {
		s.say(i+1, channel, "alice", "hello", "1716000001")
	}
	s.messages(`UPDATE messages SET deleted = 1 WHERE id = 4;
		INSERT INTO pins VALUES (1, 'general', 'bob', 1716000004.5), (2, 'dm:alice:bob', 'alice', 1716000005), (4, 'general', 'bob', 1716000006), (99, 'general', 'bob', 1716000007)`)
	r := s.move()
	s.want("SELECT message_id, channel, pinned_by, pinned_ts FROM pins ORDER BY 1", "1|general|bob|1716000004.5000000", "2|dm:alice:bob|alice|1716000005.0000000")
	s.want("SELECT count(*) FROM messages WHERE reactions_ts > 0 AND id IN (SELECT message_id FROM pins)", "2")
	s.wantCount(r.Taken, "pins", 2)
	s.wantCount(r.LeftOut, "pins of messages that are not there", 2)

	s.messages("DELETE FROM pins WHERE message_id = 1; INSERT INTO pins VALUES (3, 'general', 'bob', 1716000008)")
	r = s.move()
	s.wantCount(r.Earlier, "pins", 2)
	s.wantCount(r.LeftOut, "pins set in the original since", 1)
	s.want("SELECT count(*) FROM pins", "2")
}

func TestMentionsComeAlongOfThoseWhoCanSeeThem(t *testing.T) {
	s := newScene(t)
	for i, channel := range []string{"general", "dm:alice:bob", "general", "general", "general"} {
		s.say(i+1, channel, "alice", "hello", fmt.Sprint(1716000001+i))
	}
	s.messages(`UPDATE messages SET mentions = '["bob", "carol", "alice", "ghost", "bob"]' WHERE id = 1; UPDATE messages SET mentions = '["bob", "carol"]' WHERE id = 2;
		UPDATE messages SET mentions = '["bob"]', deleted = 1, deleted_ts = 1716000100 WHERE id = 3; UPDATE messages SET mentions = '[]' WHERE id = 4; UPDATE messages SET mentions = '["bob"]' WHERE id = 5`)
	r := s.move()
	const all = "SELECT message_id, username, channel, ts FROM mentions ORDER BY 1, 2"
	s.want(all, "1|bob|general|1716000001.0000000", "1|carol|general|1716000001.0000000", "2|bob|dm:alice:bob|1716000002.0000000", "5|bob|general|1716000005.0000000")
	s.want("SELECT id, mentions FROM messages WHERE mentions IS NOT NULL ORDER BY 1", "1|2", "2|1", "5|1")
	s.wantCount(r.Taken, "mentions", 4)
	s.wantCount(r.LeftOut, "mentions that cannot be read", 4)

	s.messages(`UPDATE messages SET edited = 1, edited_ts = 1716000200, content = 'for carol', mentions = '["carol"]' WHERE id = 5; UPDATE messages SET mentions = '["carol"]' WHERE id = 2`)
	r = s.move()
	s.want(all, "1|bob|general|1716000001.0000000", "1|carol|general|1716000001.0000000", "2|bob|dm:alice:bob|1716000002.0000000", "5|carol|general|1716000005.0000000")
	s.wantCount(r.Taken, "mentions", 1)
}

func TestPublicChannelsThatAreNotShownAreNamed(t *testing.T) {
	s := newScene(t)
	for i, channel := range []string{"general", "zebra", "Team Chat", "team-chat", "ants", "dm:alice:bob"} {
		s.say(i+1, channel, "alice", "hello", "1716000001")
	}
	r := s.move()
	if got := strings.Join(r.Channels, ","); got != "general,random,ants,team-chat,zebra" {
		t.Errorf("channels %s", got)
	}
	s.want("SELECT channel, count(*) FROM messages WHERE channel LIKE 'team%' GROUP BY 1", "team-chat|2")
	shown := newScene(t)
	shown.say(1, "random", "alice", "hello", "1716000001")
	if r := shown.move(); len(r.Channels) > 0 || len(r.NewChannels) > 0 {
		t.Errorf("channels %v", r.Channels)
	}
}

// A message's stamps as the reader of a channel goes through them: none is
// skipped by a cursor, however edits and times fall together.
func TestNoCursorMissesAnImportedMessage(t *testing.T) {
	s := newScene(t)
	var rows []string
	for id := 1; id <= 300; id++ {
		rows = append(rows, fmt.Sprintf("(%d, 'general', 'alice', 'm', %d, 1, %d)", id, 1716000000+id/3, 1716000000+id/2+id%7*10))
	}
	s.messages("INSERT INTO messages (id, channel, sender, content, ts, edited, edited_ts) VALUES " + strings.Join(rows, ", "))
	s.move()
	s.want("SELECT count(*), count(DISTINCT changed_ts), count(DISTINCT ts), sum(changed_ts = max(ts, edited_ts, coalesce(reactions_ts, 0))) FROM messages", "300|300|300|300")
}
