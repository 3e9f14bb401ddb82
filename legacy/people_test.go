package legacy_test

import (
	"strings"
	"testing"
)

func TestAccountsKeepTheirHashesAndAreAsOldAsTheirFirstTrace(t *testing.T) {
	s := newScene(t)
	s.accounts("UPDATE users SET password_set_ts = 1716000500.5 WHERE username = 'alice'; INSERT INTO users (username, password_hash) VALUES ('dave', '" + noHash + "')")
	s.say(1, "general", "alice", "first", "1716000100.25")
	s.messages("INSERT INTO read_state VALUES ('bob', 'general', 1716000100.25), ('bob', 'random', 0)")
	r := s.move()
	s.want("SELECT username, password_hash = '"+hash+"', created_ts, share_receipts, share_typing, session_epoch <> 0 FROM users ORDER BY 1",
		"alice|1|1716000100.2500000|1|1|1", "bob|1|1716000100.2500000|1|1|1", "carol|1|1716000100.2500000|1|1|1", "dave|0|1716000100.2500000|1|1|1")
	s.want("SELECT password_hash FROM users WHERE username = 'dave'", "")
	s.wantCount(r.Taken, "accounts", 4)
	s.wantCount(r.Changed, "accounts without a usable password", 1)
}

func TestInvalidUsernamesAreListedAndLeftOut(t *testing.T) {
	s := newScene(t)
	s.accounts("INSERT INTO users (username, password_hash) VALUES ('system', 'x'), ('two words', 'x'), ('', 'x'), ('ALICE', 'x'), ('" +
		strings.Repeat("a", 33) + "', 'x'), ('esc' || char(27) || '[31m', 'x'), (CAST(x'ff' AS TEXT), 'x')")
	r := s.move()
	// ALICE sorts before alice, and so is first.
	s.want("SELECT username FROM users ORDER BY 1", "ALICE", "bob", "carol")
	s.wantCount(r.LeftOut, "accounts with an invalid username", 6)
	s.wantCount(r.LeftOut, "accounts whose name differs", 1)
	for _, count := range r.LeftOut {
		if strings.ContainsRune(strings.Join(count.Names, ""), 27) {
			t.Errorf("a control character is printed: %q", count.Names)
		}
	}
}

func TestAnAccountThatIsThereKeepsItsPassword(t *testing.T) {
	s := newScene(t)
	s.move()
	other := newScene(t)
	other.db = s.db
	other.accounts("UPDATE users SET password_hash = 'another'; INSERT INTO users (username, password_hash) VALUES ('zoe', '" + hash + "'), ('BOB', 'x'); DELETE FROM users WHERE username = 'bob'")
	r := other.move()
	s.want("SELECT username, password_hash = '"+hash+"' FROM users ORDER BY 1", "alice|1", "bob|1", "carol|1", "zoe|1")
	s.wantCount(r.Earlier, "accounts that are there already", 2)
	s.wantCount(r.LeftOut, "accounts whose name differs", 1)
}

// Whoever signs up with the name of an account that was deleted must not get
// into its channels.
func TestNobodyCanSignUpAsSomeoneWithoutAnAccount(t *testing.T) {
	s := newScene(t)
	s.say(1, "dm:alice:ghost", "ghost", "between us", "1716000001")
	s.say(2, "dm:MiniMost:alice", "MiniMost", "hello", "1716000002")
	s.say(3, "general", "ghost", "boo", "1716000003")
	s.say(4, "dm:Deleted User:alice", "Deleted User", "bye", "1716000004")
	s.messages("INSERT INTO reactions VALUES (3, 'heart', 'ghost'); INSERT INTO read_state VALUES ('ghost', 'dm:alice:ghost', 1716000001), ('alice', 'dm:alice:ghost', 1716000001)")
	s.presence("INSERT INTO private_channels VALUES (5, 'plans', 'ghost', 1716000000); INSERT INTO private_channel_members VALUES (5, 'ghost', 1716000000, NULL), (5, 'alice', 1716000000, NULL)")
	r := s.move()
	s.want("SELECT channel, sender FROM messages ORDER BY id", "dm:alice:ghost (deleted)|ghost (deleted)", "dm:MiniMost:alice|MiniMost",
		"general|ghost (deleted)", "dm:Deleted User:alice|Deleted User")
	s.want("SELECT reactor FROM message_reactions", "ghost (deleted)")
	s.want("SELECT user, channel FROM read_state", "alice|dm:alice:ghost (deleted)")
	s.want("SELECT username, role FROM private_channel_members", "alice|owner")
	s.wantCount(r.Changed, "people without an account", 1)
	s.wantCount(r.LeftOut, "members of private channels without", 1)
	s.wantCount(r.LeftOut, "read positions that fit no rule", 1)
}

func TestPrivateChannelsArriveWithMembersHistoryAndOwner(t *testing.T) {
	s := newScene(t)
	s.presence(`INSERT INTO private_channels VALUES (7, 'plans', 'bob', 1716000000.7777777), (8, 'empty', 'alice', 1716000001), (9, '  ' || char(10) || ' ', 'alice', 1716000002);
		INSERT INTO private_channel_members VALUES (7, 'alice', 1716000010.5, 1716000010.5), (7, 'bob', 1716000000.7777777, NULL),
			(9, 'alice', 1716000002, NULL), (9, 'carol', 1716000003, NULL), (44, 'alice', 1, NULL), (7, 'two words', 1, NULL)`)
	s.say(1, "private:7", "bob", "early", "1716000005")
	s.say(2, "private:7", "bob", "late", "1716000011")
	r := s.move()
	s.want("SELECT id, name, created_by, created_ts = 1716000000.7777777, archived_ts IS NOT NULL FROM private_channels",
		"7|plans|bob|1|0", "8|empty|alice|0|1", "9|unnamed|alice|0|0")
	s.want("SELECT channel_id, username, joined_ts, history_start_ts, role FROM private_channel_members ORDER BY 1, 2",
		"7|alice|1716000010.5000000|1716000010.5000000|member", "7|bob|1716000000.7777777|NULL|owner",
		"9|alice|1716000002.0000000|NULL|owner", "9|carol|1716000003.0000000|NULL|member")
	s.want("SELECT channel FROM messages", "private:7", "private:7")
	s.wantCount(r.Taken, "private channels", 3)
	s.wantCount(r.Taken, "members of private channels", 4)
	s.wantCount(r.LeftOut, "members of private channels without", 2)
}

// A message that moved on must not move into what a member may see, nor out.
func TestWhatAMemberSeesFollowsTheMessagesThatMoved(t *testing.T) {
	s := newScene(t)
	s.presence("INSERT INTO private_channels VALUES (1, 'plans', 'alice', 1716000000); INSERT INTO private_channel_members VALUES (1, 'alice', 1716000000, NULL), (1, 'bob', 1716000001.000001, 1716000001.000001)")
	s.say(1, "private:1", "alice", "before bob", "1716000001")
	s.say(2, "private:1", "alice", "before bob too", "1716000001") // moves to where bob's history begins
	s.say(3, "private:1", "alice", "for bob", "1716000001.000001")
	s.move()
	s.want("SELECT content FROM messages AS m JOIN private_channel_members AS b ON b.username = 'bob' AND m.ts >= b.history_start_ts", "for bob")
	s.want("SELECT content FROM messages AS m JOIN private_channel_members AS b ON b.username = 'alice' AND m.ts >= coalesce(b.history_start_ts, 0) ORDER BY m.ts",
		"before bob", "before bob too", "for bob")
}

func TestReadPositionsComeFromReceiptsWhereThereAreNone(t *testing.T) {
	s := newScene(t)
	for i, ts := range []string{"1716000001", "1716000002", "1716000003"} {
		s.say(i+1, "general", "alice", "m", ts)
		s.say(i+11, "dm:alice:bob", "alice", "m", ts)
	}
	s.messages("INSERT INTO read_state VALUES ('bob', 'general', 1716000001), ('bob', 'random', 0), ('zed', 'general', 1716000001); INSERT INTO dm_hidden VALUES ('bob', 'dm:alice:bob', 1716000003), ('bob', 'general', 1716000003), ('zed', 'dm:alice:bob', 1)")
	s.presence("INSERT INTO read_receipts VALUES ('general', 1716000003, 'bob'), ('dm:alice:bob', 1716000001, 'bob'), ('dm:alice:bob', 1716000002, 'bob'), ('general', 1716000099, 'bob'), ('nowhere!', 1716000001, 'bob')")
	r := s.move()
	s.want("SELECT user, channel, last_read_ts FROM read_state ORDER BY 2", "bob|dm:alice:bob|1716000002.0000000", "bob|general|1716000001.0000000")
	s.want("SELECT channel, msg_ts, reader FROM read_receipts ORDER BY 1, 2", "dm:alice:bob|1716000001.0000000|bob", "dm:alice:bob|1716000002.0000000|bob",
		"general|1716000001.0000000|bob", "general|1716000003.0000000|bob")
	s.want("SELECT user, channel, hidden_ts FROM dm_hidden", "bob|dm:alice:bob|1716000003.0000000")
	for what, n := range map[string]int{"read receipts of messages that are not there": 2, "read positions that fit no rule": 1, "closed direct channels that fit no rule": 2} {
		s.wantCount(r.LeftOut, what, n)
	}
}
