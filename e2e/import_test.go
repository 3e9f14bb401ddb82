package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"minimost/legacy/legacytest"
)

const (
	heronPassword = "Seven quiet herons 7!"
	heronScrypt   = "scrypt:32768:8:1$Tv67vQCuleqmJD2w$c0fa04f778ca1d8c8bb3226ca9fc41342457f4b4c7384824ec324f4814391cd46869c648dbce075281263c6bb67a8b558eb317b1ac7745ddf558dbc46efb2515"
	heronPBKDF2   = "pbkdf2:sha256:1000000$rpXgWF5o08w6LQ1d$158e427440b349f8e862dee3cb0980c33d3c885a92888cc8673de2610175a90b"
)

// legacyFolder is the data folder of three people, with some of everything.
func legacyFolder(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "original data")
	legacytest.New(t, dir)
	legacytest.Run(t, dir, legacytest.Accounts, fmt.Sprintf(`INSERT INTO users (username, password_hash) VALUES
		('alice', '%s'), ('bob', '%s'), ('two words', 'x'), ('carol', 'md5$x$y');
		INSERT INTO user_settings VALUES ('alice', '#f00', 'alice.png', 'I fly')`, heronScrypt, heronPBKDF2))
	legacytest.Run(t, dir, legacytest.Messages, `INSERT INTO messages (id, channel, sender, content, content_type, ts, reply_to_id, edited, edited_ts, deleted, deleted_ts) VALUES
		(1, 'general', 'MiniMost', 'Welcome, alice!', 'system', 1716000000.1234567, NULL, 0, NULL, 0, NULL),
		(2, 'general', 'alice', 'hello', 'text', 1716000001.4567891, NULL, 0, NULL, 0, NULL),
		(3, 'general', 'bob', 'hi, alice', 'text', 1716000001.4567891, 2, 1, 1716000009.5, 0, NULL),
		(4, 'general', 'Deleted User', 'bye', 'text', 1716000003.5, NULL, 0, NULL, 0, NULL),
		(5, 'general', 'bob', 'a slip', 'text', 1716000004.5, NULL, 0, NULL, 1, 1716000005.5),
		(6, 'dm:alice:bob', 'bob', 'psst', 'text', 1716000006.5, NULL, 0, NULL, 0, NULL),
		(7, 'private:3', 'alice', 'the plan', 'text', 1716000007.5, NULL, 0, NULL, 0, NULL),
		(8, 'Ideas', 'alice', 'what if', 'text', 1716000008.5, NULL, 0, NULL, 0, NULL);
		INSERT INTO reactions VALUES (2, 'thumbs_up', 'bob'), (3, 'party_parrot', 'alice');
		INSERT INTO read_state VALUES ('alice', 'general', 1716000001.4567891);
		INSERT INTO pins VALUES (2, 'general', 'alice', 1716000009)`)
	legacytest.Run(t, dir, legacytest.Presence, `INSERT INTO private_channels VALUES (3, 'plans', 'alice', 1716000000.5);
		INSERT INTO private_channel_members VALUES (3, 'alice', 1716000000.5, NULL), (3, 'bob', 1716000000.5, NULL);
		INSERT INTO message_reactions VALUES ('general', 1716000003.5, 'heart', 'bob');
		INSERT INTO read_receipts VALUES ('general', 1716000003.5, 'bob')`)
	return dir
}

// treeOf is what the files of a data folder hold.
func treeOf(t *testing.T, dir string) string {
	t.Helper()
	all := ""
	for _, file := range []string{legacytest.Accounts, legacytest.Presence, legacytest.Messages} {
		for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
			if content, err := os.ReadFile(filepath.Join(dir, file+suffix)); err == nil {
				all += file + suffix + "\n" + string(content)
			}
		}
	}
	return all
}

// imported is what imports write, as SQLite's own shell prints it.
func imported(t *testing.T, path string) string {
	t.Helper()
	var dump strings.Builder
	for _, table := range []string{"users", "messages", "message_reactions", "read_receipts", "read_state", "dm_hidden",
		"dm_participants", "private_channels", "private_channel_members", "imported"} {
		columns := "*"
		if table == "users" { // session epochs are random
			columns = "username, password_hash, created_ts, share_receipts, share_typing"
		}
		cmd := exec.CommandContext(t.Context(), "sqlite3", path, "SELECT '"+table+"', "+columns+" FROM "+table+" ORDER BY 1, 2, 3")
		output, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		dump.Write(output)
	}
	return dump.String()
}

func TestPeopleMoveInWithTheirPasswordsAndHistory(t *testing.T) {
	t.Parallel()
	dir, folder := legacyFolder(t), t.TempDir()
	before := treeOf(t, dir)
	moved := execute(t, folder, "import", dir)
	if moved.status != 0 || moved.stderr != "" {
		t.Fatalf("%d %q %q", moved.status, moved.stdout, moved.stderr)
	}
	if treeOf(t, dir) != before {
		t.Error("the original's files are not what they were")
	}
	server := launch(t, folder, "--channels=general,random,ideas")
	alice, bob := server.person("alice"), server.person("bob")
	for _, b := range []*person{alice, bob} {
		b.must(422, b.form("/login", "username", b.name, "password", "Seven quiet herons 8!"))
		b.must(302, b.form("/login", "username", b.name, "password", heronPassword))
	}

	var page []chatMessage
	alice.read("/messages/general", &page)
	if len(page) != 5 || page[0].Content != "Welcome, alice!" || page[2].Content != "hi, alice" || page[3].Content != "bye" || page[4].Content != "" {
		t.Fatalf("general holds %+v", page)
	}
	for target, shows := range map[string]string{
		"/message/1": `"sender":"MiniMost","content":"Welcome, alice!","content_type":"system","ts":1716000000.1234567`,
		"/message/2": `{\"👍\":[\"bob\"]}`, "/message/3": `"reply_to_id":2`, "/message/4": `{\"❤️\":[\"bob\"]}`,
		"/message/5": `"deleted":1`, "/messages/dm:alice:bob": `"psst"`, "/messages/private:3": `"the plan"`, "/messages/ideas": `"what if"`,
		"/private_channels": `[{"id":3,"channel":"private:3","name":"plans","unread":0,"members":["alice","bob"]}]`,
		"/channel_unreads":  `{"general":1,"ideas":0,"random":0}`, "/unread_count": `{"count":1}`,
		"/last_read/general": `1716000001.45679`, "/read_receipts/general": `{"alice":1716000001.45679,"bob":1716000003.5}`,
	} {
		if got := alice.must(200, alice.get(target)); !strings.Contains(got.body, shows) {
			t.Errorf("%s is %s without %s", target, got.body, shows)
		}
	}
	if got := bob.must(200, bob.get("/channel_unreads")); !strings.Contains(got.body, `"general":0`) {
		t.Errorf("bob's unread messages: %s", got.body)
	}
	for _, b := range []*person{alice, bob} {
		again := server.person(b.name)
		again.must(302, again.form("/login", "username", b.name, "password", heronPassword))
		b.must(200, b.get("/channels")) // the first session goes on
		b.must(200, b.form("/send/general", "text", "I have moved in"))
	}
	carol := server.person("carol")
	carol.must(422, carol.form("/login", "username", "carol", "password", "y"))
	if status := server.stop(); status != 0 {
		t.Errorf("status %d", status)
	}
	hashes, err := exec.CommandContext(t.Context(), "sqlite3", filepath.Join(folder, "presence.db"), "SELECT username, substr(password_hash, 1, 10) FROM users").Output()
	if err != nil || string(hashes) != "alice|$argon2id$\nbob|$argon2id$\ncarol|\n" {
		t.Errorf("the hashes are now %s, %v", hashes, err)
	}
	if checked := execute(t, folder, "check"); checked.status != 0 {
		t.Errorf("check: %s", checked.stdout)
	}
}

func TestADryRunSaysWhatAnImportDoesAndWritesNothing(t *testing.T) {
	t.Parallel()
	dir, folder := legacyFolder(t), t.TempDir()
	before := treeOf(t, dir)
	dry := execute(t, folder, "import", "--dry-run", dir)
	if files, err := os.ReadDir(folder); dry.status != 0 || dry.stderr != "" || err != nil || len(files) > 0 {
		t.Fatalf("%d %q, wrote %v, %v", dry.status, dry.stderr, files, err)
	}
	for _, line := range []string{
		"would be taken:\n", "       3  accounts\n", "       8  messages\n", "       2  reactions\n", "       1  private channels\n",
		"       1  public channels with a new name (Ideas → ideas)\n", "reset-password (carol)\n",
		"       1  reactions with an unknown emoji (party_parrot)\n", "       1  accounts with an invalid username (two words)\n",
		"       1  pins\n", "       1  avatars that are not there or cannot be shown (alice)\n", "--channels=general,random,ideas\n", "dry run",
	} {
		if !strings.Contains(dry.stdout, line) {
			t.Errorf("no %q in\n%s", line, dry.stdout)
		}
	}
	real := execute(t, folder, "import", dir)
	cut := func(s string) string { return s[strings.Index(s, "\n"):strings.LastIndex(strings.TrimSpace(s), "\n")] }
	if real.status != 0 || cut(real.stdout) != cut(dry.stdout) {
		t.Errorf("the dry run said\n%s\nthe import\n%s", dry.stdout, real.stdout)
	}
	was := imported(t, filepath.Join(folder, "presence.db"))
	again := execute(t, folder, "import", dir, "--channels=general,random,ideas")
	if again.status != 0 || !strings.Contains(again.stdout, "nothing new") || strings.Contains(again.stdout, "--channels") {
		t.Errorf("again: %d %s %s", again.status, again.stdout, again.stderr)
	}
	if is := imported(t, filepath.Join(folder, "presence.db")); is != was {
		t.Errorf("a second import changed\n%s\nto\n%s", was, is)
	}
	if treeOf(t, dir) != before {
		t.Error("the original's files are not what they were")
	}
}
