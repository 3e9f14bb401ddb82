package legacy_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"minimost/legacy/legacytest"
)

// here runs statements on the database that the folder was moved into.
func (s *scene) here(statements string) {
	legacytest.Run(s.t, filepath.Dir(s.db), filepath.Base(s.db), statements)
}

// plans adds a private channel of alice's with bob in it.
func (s *scene) plans() {
	s.presence(`INSERT INTO private_channels VALUES (3, 'plans', 'alice', 1716000000);
		INSERT INTO private_channel_members VALUES (3, 'alice', 1716000000, NULL), (3, 'bob', 1716000001, NULL)`)
	s.say(1, "private:3", "alice", "early", "1716000002")
}

const membersHere = "SELECT username, role, history_start_ts FROM private_channel_members ORDER BY 1"

func TestWhoLeftInTheOriginalIsOutAndWhoWasAddedIsIn(t *testing.T) {
	s := newScene(t)
	s.plans()
	s.move()
	s.presence(`DELETE FROM private_channel_members WHERE username = 'bob';
		INSERT INTO private_channel_members VALUES (3, 'carol', 1716000003, 1716000003)`)
	s.say(2, "private:3", "alice", "without bob", "1716000004")
	r := s.move()
	s.want(membersHere, "alice|owner|NULL", "carol|member|1716000003.0000000")
	s.want("SELECT username, history_start_ts FROM private_channel_former", "bob|NULL")
	s.wantCount(r.Taken, "members who have left", 1)
	s.wantCount(r.Taken, "members of private channels", 1)
	before := s.everything()
	if r := s.move(); len(r.Taken) > 0 {
		t.Errorf("a third move took %v", r.Taken)
	}
	if after := s.everything(); strings.Join(after, "\n") != strings.Join(before, "\n") {
		t.Error("a third move changed something")
	}
}

func TestWhoCameOrWentHereAloneStaysSo(t *testing.T) {
	s := newScene(t)
	s.plans()
	s.move()
	s.here(`DELETE FROM private_channel_members WHERE username = 'bob';
		INSERT INTO private_channel_members (channel_id, username, joined_ts, role) VALUES (3, 'carol', 1716000009, 'member')`)
	s.move()
	s.want(membersHere, "alice|owner|NULL", "carol|member|NULL")
}

func TestOwnershipPassesWhenTheOwnerLeftInTheOriginal(t *testing.T) {
	s := newScene(t)
	s.plans()
	s.presence("INSERT INTO private_channel_members VALUES (3, 'carol', 1716000002, NULL)")
	s.move()
	s.presence("DELETE FROM private_channel_members WHERE username = 'alice'")
	s.move()
	s.want(membersHere, "bob|owner|NULL", "carol|member|NULL")
	s.presence("DELETE FROM private_channel_members")
	s.move()
	s.want(membersHere)
	s.want("SELECT archived_ts IS NOT NULL FROM private_channels", "1")
	s.presence("INSERT INTO private_channel_members VALUES (3, 'carol', 1716000005, NULL)")
	s.move() // what is archived stays so
	s.want(membersHere)
}

// An import of an earlier version noted nothing.
func TestMembersFollowTheFolderWhereNobodyNotedThem(t *testing.T) {
	s := newScene(t)
	s.plans()
	s.move()
	s.here(`DELETE FROM imported_members; DELETE FROM imported_accounts; UPDATE private_channel_members SET role = NULL;
		INSERT INTO users (username, password_hash, created_ts) VALUES ('zoe', 'x', 1);
		INSERT INTO private_channel_members (channel_id, username, joined_ts, role) VALUES (3, 'zoe', 1716000009, 'member')`)
	s.presence(`DELETE FROM private_channel_members WHERE username = 'bob';
		INSERT INTO private_channel_members VALUES (3, 'carol', 1716000003, 1716000003)`)
	s.move()
	s.want(membersHere, "alice|owner|NULL", "carol|member|1716000003.0000000", "zoe|member|NULL")
}

func TestEditsAndDeletionsMadeInTheOriginalSinceAreTaken(t *testing.T) {
	s := newScene(t)
	for id, text := range []string{"", "to be edited", "to be deleted", "edited here later", "deleted here", "as it was"} {
		if id > 0 {
			s.say(id, "general", "alice", text, "171600000"+string(rune('0'+id)))
		}
	}
	s.move()
	s.here(`UPDATE messages SET content = 'from here', edited = 1, edited_ts = 1716000200 WHERE id = 3; UPDATE messages SET deleted = 1, deleted_ts = 1716000200 WHERE id = 4`)
	before := s.rows("SELECT max(changed_ts) FROM messages")[0]
	s.messages(`UPDATE messages SET content = 'edited', edited = 1, edited_ts = 1716000100 WHERE id IN (1, 3, 4); UPDATE messages SET deleted = 1 WHERE id = 2`)
	r := s.move()
	s.want("SELECT id, content, edited, edited_ts, deleted FROM messages ORDER BY id", "1|edited|1|1716000100.0000000|0", "2|to be deleted|0|NULL|1",
		"3|from here|1|1716000200.0000000|0", "4|deleted here|0|NULL|1", "5|as it was|0|NULL|0")
	s.want("SELECT id, deleted_ts > 0, changed_ts = max(ts, coalesce(edited_ts, 0), coalesce(deleted_ts, 0), coalesce(reactions_ts, 0)) FROM messages WHERE changed_ts > "+before+" ORDER BY 1",
		"1|NULL|1", "2|1|1")
	s.wantCount(r.Taken, "edits made since", 1)
	s.wantCount(r.Taken, "deletions made since", 1)
	s.wantCount(r.Taken, "messages", 0)
	if r := s.move(); len(r.Taken) > 0 {
		t.Errorf("a third move took %v", r.Taken)
	}
}

func TestTheReportSaysWhatChangedSinceAndIsNotTaken(t *testing.T) {
	s := newScene(t)
	s.say(1, "general", "alice", "hello", "1716000001")
	s.messages("INSERT INTO reactions VALUES (1, 'heart', 'bob')")
	s.move()
	s.messages("INSERT INTO reactions VALUES (1, 'fire', 'bob'), (1, 'tada', 'carol')")
	s.here("UPDATE users SET password_hash = '$argon2id$' WHERE username = 'bob'")
	s.accounts("UPDATE users SET password_hash = password_hash || '0' WHERE username = 'bob'; DELETE FROM users WHERE username = 'carol'")
	r := s.move()
	s.want("SELECT emoji FROM message_reactions", "❤️")
	s.wantCount(r.LeftOut, "reactions given in the original since", 2)
	s.wantCount(r.LeftOut, "passwords changed in the original since", 1)
	s.wantCount(r.LeftOut, "accounts that the original no longer has", 1)
	s.wantCount(r.Earlier, "reactions", 1)
	s.want("SELECT username FROM users ORDER BY 1", "alice", "bob", "carol")
}

func TestAnAccountThatWasRemovedHereDoesNotComeBack(t *testing.T) {
	s := newScene(t)
	s.plans()
	s.move()
	s.here(`DELETE FROM users WHERE username IN ('bob', 'carol'); UPDATE removed_accounts SET messages = 'remove' WHERE name = 'carol';
		DELETE FROM private_channel_members WHERE username = 'bob'`)
	s.say(10, "general", "bob", "since then", "1716000005")
	s.say(11, "general", "carol", "and this", "1716000006")
	s.say(12, "dm:alice:bob", "alice", "psst", "1716000007")
	s.messages("INSERT INTO reactions VALUES (10, 'heart', 'bob'); INSERT INTO read_state VALUES ('bob', 'general', 1716000009)")
	r := s.move()
	s.want("SELECT username FROM users", "alice")
	s.want(membersHere, "alice|owner|NULL")
	s.want("SELECT m.sender, m.channel, d.number FROM messages AS m JOIN removed_accounts AS d ON d.name = 'bob' AND m.sender = 'Deleted user ' || d.number", "Deleted user 1|general|1")
	s.want("SELECT content, channel FROM messages WHERE channel NOT LIKE 'private:%' ORDER BY 1", "psst|dm:Deleted user 1:alice", "since then|general")
	s.want("SELECT reactor FROM message_reactions", "Deleted user 1")
	s.want("SELECT count(*) FROM read_state", "0")
	s.wantCount(r.LeftOut, "accounts that were removed here", 2)
	s.wantCount(r.LeftOut, "messages of accounts that were removed here", 1)
}

func TestReadPositionsBecomeReceipts(t *testing.T) {
	s := newScene(t)
	s.plans()
	s.presence("UPDATE private_channel_members SET joined_ts = 1716000003, history_start_ts = 1716000003 WHERE username = 'bob'")
	for i, c := range []struct{ channel, sender, ts string }{
		{"general", "alice", "1716000001"}, {"general", "bob", "1716000002"}, {"general", "alice", "1716000003"}, {"general", "alice", "1716000004"},
		{"dm:alice:bob", "alice", "1716000001"}, {"private:3", "alice", "1716000004"},
	} {
		s.say(10+i, c.channel, c.sender, "m", c.ts)
	}
	s.messages(`INSERT INTO messages (id, channel, sender, content, ts, deleted) VALUES (30, 'general', 'alice', 'gone', 1716000001.5, 1);
		INSERT INTO read_state VALUES ('bob', 'general', 1716000003), ('bob', 'dm:alice:bob', 1716000001), ('bob', 'private:3', 1716000004),
			('carol', 'dm:alice:bob', 1716000001), ('carol', 'private:3', 1716000004)`)
	r := s.move()
	const receipts = "SELECT channel, msg_ts, reader FROM read_receipts ORDER BY 1, 2, 3"
	s.want(receipts, "dm:alice:bob|1716000001.0000000|bob", "general|1716000001.0000000|bob", "general|1716000003.0000000|bob", "private:3|1716000004.0000000|bob")
	s.wantCount(r.Taken, "receipts of messages before read positions", 4)

	s.here("UPDATE users SET share_receipts = 0 WHERE username = 'bob'")
	s.messages("UPDATE read_state SET last_read_ts = 1716000004 WHERE user = 'bob' AND channel = 'general'")
	s.move() // who shares no receipts leaves none
	s.want("SELECT count(*) FROM read_receipts", "4")
	s.here("UPDATE users SET share_receipts = 1 WHERE username = 'bob'")
	if r := s.move(); counted(r.Taken, "receipts of messages before read positions") != 1 {
		t.Errorf("took %v", r.Taken)
	}
}

// takeOver makes the original's presence.db the database that is moved into.
func (s *scene) takeOver() {
	content, err := os.ReadFile(filepath.Join(s.dir, legacytest.Presence))
	must(s.t, err)
	must(s.t, os.WriteFile(s.db, content, 0o600))
}

func TestNobodySignsUpAsSomeoneOfATakenOverFile(t *testing.T) {
	s := newScene(t)
	s.say(1, "general", "alice", "hello", "1716000001")
	s.presence(`INSERT INTO private_channels VALUES (3, 'plans', 'ghost', 1716000000), (4, 'others', 'ghost', 1716000000);
		INSERT INTO private_channel_members VALUES (3, 'ghost', 1716000000, NULL), (3, 'bob', 1716000002, NULL), (3, 'alice', 1716000001, NULL), (4, 'bob', 1716000001, NULL);
		INSERT INTO message_reactions VALUES ('general', 1716000001, 'no_entry', 'ghost'), ('general', 1716000001, 'thumbs_up', 'bob'), ('general', 99, 'thumbs_up', 'bob');
		INSERT INTO read_receipts VALUES ('general', 1716000001, 'ghost'), ('general', 1716000001, 'bob')`)
	s.takeOver()
	r := s.move()
	s.want("SELECT channel_id, username, role FROM private_channel_members ORDER BY 1, 2", "3|alice|owner", "3|bob|NULL", "4|bob|owner")
	s.want("SELECT id, created_by FROM private_channels", "3|ghost (deleted)", "4|ghost (deleted)")
	s.want("SELECT emoji, reactor FROM message_reactions ORDER BY msg_ts, reactor", "👍|bob", "👍|bob", "⛔|ghost (deleted)")
	s.want("SELECT reader FROM read_receipts ORDER BY 1", "bob", "ghost (deleted)")
	s.wantCount(r.Changed, "people without an account", 1)
}
