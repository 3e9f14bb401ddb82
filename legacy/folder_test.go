package legacy_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"minimost/legacy"
	"minimost/legacy/legacytest"
	"minimost/testkit"
)

// everything is all that an import writes.
func (s *scene) everything() (all []string) {
	s.t.Helper()
	for _, table := range []string{"users", "messages", "message_reactions", "read_receipts", "read_state", "dm_hidden",
		"dm_participants", "private_channels", "private_channel_members", "imported"} {
		all = append(all, s.rows("SELECT '"+table+"', * FROM "+table+" ORDER BY 1, 2, 3")...)
	}
	return all
}

// lively fills the folder with some of everything.
func (s *scene) lively() {
	s.t.Helper()
	for id := 1; id <= 40; id++ {
		channel := []string{"general", "team chat", "dm:alice:bob", "private:3"}[id%4]
		s.say(id, channel, []string{"alice", "bob"}[id%2], fmt.Sprint("message ", id), fmt.Sprint(1716000000+id/8))
	}
	s.messages(`UPDATE messages SET reply_to_id = id - 4 WHERE id % 5 = 0;
		INSERT INTO reactions SELECT id, 'heart', 'bob' FROM messages WHERE id % 3 = 0;
		INSERT INTO read_state VALUES ('bob', 'general', 1716000002), ('alice', 'private:3', 1716000001);
		INSERT INTO dm_hidden VALUES ('bob', 'dm:alice:bob', 1716000002)`)
	s.presence(`INSERT INTO private_channels VALUES (3, 'plans', 'alice', 1716000000.5);
		INSERT INTO private_channel_members VALUES (3, 'alice', 1716000000.5, NULL), (3, 'bob', 1716000001.5, 1716000001.5);
		INSERT INTO message_reactions VALUES ('general', 1716000001, 'fire', 'alice');
		INSERT INTO read_receipts VALUES ('general', 1716000001, 'bob')`)
}

func TestASecondMoveChangesNothing(t *testing.T) {
	s := newScene(t)
	s.lively()
	first := s.move()
	before := s.everything()
	again := s.move()
	if after := s.everything(); !slices.Equal(after, before) {
		t.Errorf("was\n%s\nis\n%s", strings.Join(before, "\n"), strings.Join(after, "\n"))
	}
	if len(again.Taken) > 0 {
		t.Errorf("took %v", again.Taken)
	}
	for _, what := range []string{"messages", "reactions", "read receipts", "read positions", "private channels"} {
		s.wantCount(again.Earlier, what, counted(first.Taken, what))
	}
}

func TestASecondMoveUndoesNothingThatHappenedSince(t *testing.T) {
	s := newScene(t)
	s.lively()
	s.move()
	legacytest.Run(t, filepath.Dir(s.db), filepath.Base(s.db), `DELETE FROM message_reactions; DELETE FROM private_channel_members WHERE username = 'bob';
		UPDATE messages SET content = 'edited here' WHERE id = 1; DELETE FROM messages WHERE id = 8; UPDATE users SET password_hash = 'renewed';
		UPDATE private_channels SET name = 'renamed'; UPDATE read_state SET last_read_ts = 1716000009`)
	before := s.everything()
	s.move()
	if after := s.everything(); !slices.Equal(after, before) {
		t.Errorf("was\n%s\nis\n%s", strings.Join(before, "\n"), strings.Join(after, "\n"))
	}
}

func TestALaterMoveTakesWhatIsNew(t *testing.T) {
	s := newScene(t)
	s.lively()
	s.move()
	s.say(41, "general", "alice", "since then", "1716000003")
	s.messages("UPDATE messages SET reply_to_id = 4 WHERE id = 41; INSERT INTO reactions VALUES (41, 'heart', 'bob')")
	r := s.move()
	s.wantCount(r.Taken, "messages", 1)
	s.wantCount(r.Earlier, "messages", 40)
	s.want("SELECT content, reply_to_id, (SELECT count(*) FROM message_reactions AS r WHERE r.channel = m.channel AND r.msg_ts = m.ts) FROM messages AS m WHERE id = 41", "since then|4|1")
	s.want("SELECT count(*) - count(DISTINCT ts) FROM messages WHERE channel = 'general'", "0")
}

func TestADatabaseThatBeganAsTheOriginalsOwnIsCompleted(t *testing.T) {
	s := newScene(t)
	s.lively()
	content, err := os.ReadFile(filepath.Join(s.dir, legacytest.Presence))
	must(t, err)
	must(t, os.WriteFile(s.db, content, 0o600))
	r := s.move()
	s.want("SELECT count(*) FROM messages", "40")
	s.want("SELECT id, name FROM private_channels", "3|plans")
	s.want("SELECT count(*) FROM private_channel_members", "2")
	s.want("SELECT DISTINCT emoji FROM message_reactions ORDER BY 1", "❤️", "🔥")
	s.want("SELECT count(*) FROM messages WHERE channel = 'private:3'", "10")
	s.wantCount(r.Earlier, "private channels", 1)
	s.wantCount(r.Earlier, "read receipts", 1)
	before := s.everything()
	s.move()
	if after := s.everything(); !slices.Equal(after, before) {
		t.Errorf("was\n%s\nis\n%s", strings.Join(before, "\n"), strings.Join(after, "\n"))
	}
}

func TestAnOriginalThatWasKilledIsReadWithItsLog(t *testing.T) {
	s := newScene(t)
	s.say(1, "general", "alice", "in the file", "1716000001")
	legacytest.Cut(t, s.dir, legacytest.Messages, "INSERT INTO messages (id, channel, sender, content, ts) VALUES (2, 'general', 'bob', 'in the log', 1716000002)")
	legacytest.Cut(t, s.dir, legacytest.Accounts, "INSERT INTO users (username, password_hash) VALUES ('dave', '"+hash+"')")
	legacytest.Cut(t, s.dir, legacytest.Presence, "INSERT INTO private_channels VALUES (1, 'plans', 'alice', 1716000000); INSERT INTO private_channel_members VALUES (1, 'alice', 1716000000, NULL)")
	s.move()
	s.want("SELECT content FROM messages ORDER BY id", "in the file", "in the log")
	s.want("SELECT count(*) FROM users", "4")
	s.want("SELECT name FROM private_channels", "plans")
}

func TestALogIsReadBesideTheFileThatALinkLeadsTo(t *testing.T) {
	s := newScene(t)
	s.say(1, "general", "alice", "in the file", "1716000001")
	legacytest.Cut(t, s.dir, legacytest.Messages, "INSERT INTO messages (id, channel, sender, content, ts) VALUES (2, 'general', 'bob', 'in the log', 1716000002)")
	linked := filepath.Join(s.dir, legacytest.Messages)
	// The name of another file of the folder: copies of both are made in one.
	elsewhere := filepath.Join(t.TempDir(), legacytest.Presence)
	for _, suffix := range []string{"", "-wal"} {
		must(t, os.Rename(linked+suffix, elsewhere+suffix))
	}
	must(t, os.Symlink(elsewhere, linked))
	legacytest.Cut(t, s.dir, legacytest.Presence, "INSERT INTO private_channels VALUES (1, 'plans', 'alice', 1716000000); INSERT INTO private_channel_members VALUES (1, 'alice', 1716000000, NULL)")
	s.move()
	s.want("SELECT content FROM messages ORDER BY id", "in the file", "in the log")
	s.want("SELECT name FROM private_channels", "plans")
}

func TestColumnsAreFoundHoweverTheyAreSpelled(t *testing.T) {
	s := newScene(t)
	s.say(1, "general", "alice", "hello", "1716000001")
	s.messages("ALTER TABLE messages RENAME COLUMN sender TO SENDER")
	s.move()
	s.want("SELECT sender, content FROM messages", "alice|hello")
}

func TestAnOlderOriginalLacksTablesAndColumns(t *testing.T) {
	s := newScene(t)
	s.dir = filepath.Join(t.TempDir(), "old")
	legacytest.Bare(t, s.dir)
	s.accounts("CREATE TABLE users (username TEXT PRIMARY KEY, password_hash TEXT NOT NULL); INSERT INTO users VALUES ('alice', '" + hash + "'), ('bob', '" + hash + "')")
	s.presence(`CREATE TABLE presence (user TEXT PRIMARY KEY, last_seen INTEGER NOT NULL, state TEXT NOT NULL);
		CREATE TABLE message_reactions (channel TEXT, msg_ts REAL, emoji TEXT, reactor TEXT, PRIMARY KEY (channel, msg_ts, emoji, reactor)) WITHOUT ROWID;
		CREATE TABLE private_channels (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, created_by TEXT NOT NULL, created_ts REAL NOT NULL);
		CREATE TABLE private_channel_members (channel_id INTEGER NOT NULL, username TEXT NOT NULL, joined_ts REAL NOT NULL);
		INSERT INTO private_channels VALUES (2, 'plans', 'alice', 1716000000); INSERT INTO private_channel_members VALUES (2, 'alice', 1716000000);
		INSERT INTO message_reactions VALUES ('general', 1716000001, 'tada', 'bob')`)
	s.messages("CREATE TABLE messages (id INTEGER PRIMARY KEY, channel TEXT, sender TEXT, content TEXT, ts REAL); INSERT INTO messages VALUES (1, 'general', 'alice', 'old', 1716000001)")
	s.move()
	s.want("SELECT id, content, content_type, edited, deleted FROM messages", "1|old|text|0|0")
	s.want("SELECT emoji, reactor FROM message_reactions", "🎊|bob")
	s.want("SELECT username, history_start_ts, role FROM private_channel_members", "alice|NULL|owner")
	s.want("SELECT count(*) FROM users", "2")
}

func TestAFolderThatIsNoneOfTheOriginalsIsRefusedWithASentence(t *testing.T) {
	remove := func(name string) func(string) {
		return func(dir string) { must(t, os.RemoveAll(filepath.Join(dir, name))) }
	}
	write := func(name, content string) func(string) {
		return func(dir string) { must(t, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600)) }
	}
	run := func(file, statements string) func(string) {
		return func(dir string) { legacytest.Run(t, dir, file, statements) }
	}
	for name, c := range map[string]struct {
		spoil func(dir string)
		says  string
	}{
		"no folder":           {func(dir string) { must(t, os.RemoveAll(dir)) }, "There is no folder"},
		"a file":              {func(dir string) { must(t, os.RemoveAll(dir)); must(t, os.WriteFile(dir, nil, 0o600)) }, "is a file"},
		"an empty folder":     {func(dir string) { must(t, os.RemoveAll(dir)); must(t, os.Mkdir(dir, 0o700)) }, "auth.db"},
		"no accounts":         {remove("auth.db"), "auth.db"},
		"no presence":         {remove("presence.db"), "presence.db"},
		"no messages":         {remove("users"), "users/messages.db"},
		"an older version":    {func(dir string) { legacytest.Older(t, dir, "alice", "bob") }, "is of an older version of the original, which kept each person's messages in a file of their own (users/alice.db)"},
		"a folder for a file": {func(dir string) { remove("auth.db")(dir); must(t, os.Mkdir(filepath.Join(dir, "auth.db"), 0o700)) }, "auth.db"},
		"a pipe": {func(dir string) {
			remove("auth.db")(dir)
			must(t, syscall.Mkfifo(filepath.Join(dir, "auth.db"), 0o600))
		}, "auth.db"},
		"a text":                 {write("users/messages.db", strings.Repeat("Dear diary. ", 100)), "messages.db is not a SQLite database"},
		"nothing in a file":      {write("auth.db", ""), "auth.db is not the original's: it has no column users."},
		"no table":               {run("auth.db", "DROP TABLE users"), "it has no column users."},
		"a table of others":      {run("users/messages.db", "DROP TABLE messages; CREATE TABLE messages (id INTEGER PRIMARY KEY, text TEXT)"), "it has no column messages."},
		"a view":                 {run("auth.db", "ALTER TABLE users RENAME TO people; CREATE VIEW users AS SELECT * FROM people"), "it has no column users."},
		"damage in the schema":   {damage(t, "presence.db", 100, 2000), "presence.db is damaged"},
		"damage in the messages": {damage(t, "users/messages.db", 4096, 1<<20), "messages.db is damaged"},
		"half a file":            {half(t, "users/messages.db"), "messages.db is damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t)
			s.lively()
			c.spoil(s.dir)
			folder, err := legacy.Open(t.Context(), s.dir)
			if err == nil {
				t.Fatal(folder.Close(), "opened")
			}
			sentence := err.Error()
			if !strings.Contains(sentence, c.says) || !strings.HasSuffix(sentence, ".") || strings.Contains(sentence, "\n") {
				t.Errorf("said %q", sentence)
			}
		})
	}
}

func TestFilesOfAnOlderVersionAreLeftOutAndNamed(t *testing.T) {
	s := newScene(t)
	s.say(1, "general", "alice", "hello", "1716000001")
	legacytest.Older(t, filepath.Join(s.dir, "old"), "zed")
	must(t, os.Rename(filepath.Join(s.dir, "old/users/zed.db"), filepath.Join(s.dir, "users/zed.db")))
	r := s.move()
	s.wantCount(r.LeftOut, "files of an older version", 1)
	s.wantCount(r.Taken, "messages", 1)
}

func damage(t *testing.T, file string, from, to int) func(string) {
	return func(dir string) {
		path := filepath.Join(dir, file)
		content, err := os.ReadFile(path)
		must(t, err)
		for i := from; i < min(to, len(content)); i++ {
			content[i] = 0xA5
		}
		must(t, os.WriteFile(path, content, 0o600))
	}
}

func half(t *testing.T, file string) func(string) {
	return func(dir string) {
		path := filepath.Join(dir, file)
		info, err := os.Stat(path)
		must(t, err)
		must(t, os.Truncate(path, info.Size()/2))
	}
}

var must = testkit.NoError

func TestAFolderThatChangesUnderTheMoveIsNoticed(t *testing.T) {
	s := newScene(t)
	folder, err := legacy.Open(t.Context(), s.dir)
	must(t, err)
	must(t, folder.Unchanged())
	s.say(1, "general", "alice", "one more", "1716000001")
	if err := folder.Unchanged(); err == nil || !strings.Contains(err.Error(), "stop the original") {
		t.Errorf("not noticed: %v", err)
	}
	must(t, folder.Close())
}

func TestCopiesAreRemoved(t *testing.T) {
	s := newScene(t)
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	legacytest.Cut(t, s.dir, legacytest.Messages, "INSERT INTO messages (channel, sender, content, ts) VALUES ('general', 'bob', 'in the log', 1716000002)")
	folder, err := legacy.Open(t.Context(), s.dir)
	must(t, err)
	if left, err := os.ReadDir(temp); err != nil || len(left) != 1 {
		t.Errorf("%v, %v: the log was not copied", left, err)
	}
	must(t, folder.Close())
	damage(t, "users/messages.db-wal", 0, 1<<20)(s.dir) // no log any more: ignored by SQLite
	damage(t, "users/messages.db", 0, 100)(s.dir)
	if _, err := legacy.Open(t.Context(), s.dir); err == nil {
		t.Error("opened")
	}
	if left, err := os.ReadDir(temp); err != nil || len(left) != 0 {
		t.Errorf("%v, %v are left", left, err)
	}
}
