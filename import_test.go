package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"minimost/legacy/legacytest"
)

const (
	heronPassword = "Seven quiet herons 7!"
	heronScrypt   = "scrypt:32768:8:1$Tv67vQCuleqmJD2w$c0fa04f778ca1d8c8bb3226ca9fc41342457f4b4c7384824ec324f4814391cd46869c648dbce075281263c6bb67a8b558eb317b1ac7745ddf558dbc46efb2515"
	heronPBKDF2   = "pbkdf2:sha256:1000000$rpXgWF5o08w6LQ1d$158e427440b349f8e862dee3cb0980c33d3c885a92888cc8673de2610175a90b"
)

// anOriginal is the data folder of a town of three, with some of everything.
func anOriginal(t *testing.T) string {
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
		cmd := exec.CommandContext(t.Context(), "sqlite3", path, "SELECT '"+table+"', * FROM "+table+" ORDER BY 1, 2, 3")
		output, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		dump.Write(output)
	}
	return dump.String()
}

func TestPeopleMoveInWithTheirPasswordsAndHistory(t *testing.T) {
	dir, folder := anOriginal(t), t.TempDir()
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
		"/last_read/general": `1716000001.45679`, "/read_receipts/general": `{"bob":1716000003.5}`,
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
	dir, folder := anOriginal(t), t.TempDir()
	before := treeOf(t, dir)
	dry := execute(t, folder, "import", "--dry-run", dir)
	if files, err := os.ReadDir(folder); dry.status != 0 || dry.stderr != "" || err != nil || len(files) > 0 {
		t.Fatalf("%d %q, wrote %v, %v", dry.status, dry.stderr, files, err)
	}
	for _, line := range []string{
		"would be taken:\n", "       3  accounts\n", "       8  messages\n", "       2  reactions\n", "       1  private channels\n",
		"       1  public channels with a new name (Ideas → ideas)\n", "reset-password (carol)\n",
		"       1  reactions with an unknown emoji (party_parrot)\n", "       1  accounts with an invalid username (two words)\n",
		"       1  pins\n", "       1  avatars\n", "--channels=general,random,ideas\n", "dry run",
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

// aBigOriginal has so many messages that there is time to interrupt an import.
func aBigOriginal(t *testing.T, messages int) string {
	t.Helper()
	dir := anOriginal(t)
	legacytest.Run(t, dir, legacytest.Messages, fmt.Sprintf(`
		WITH RECURSIVE n (i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
		INSERT INTO messages (id, channel, sender, content, ts, reply_to_id) SELECT i, iif(i %% 3, 'general', 'private:3'), iif(i %% 2, 'alice', 'bob'),
			printf('message %%d of a long history', i), 1716100000 + i / 2, iif(i %% 7 = 0, i - 3, NULL) FROM n;
		INSERT INTO reactions SELECT id, 'heart', 'bob' FROM messages WHERE id %% 5 = 0 AND id > 99`, messages+99))
	return dir
}

func TestAnImportThatWasKilledEndsAsOneThatWasNot(t *testing.T) {
	dir, whole := aBigOriginal(t, 30_000), t.TempDir()
	if moved := execute(t, whole, "import", dir); moved.status != 0 || !strings.Contains(moved.stderr, "30000 of 30008 messages\n") {
		t.Fatalf("%d %s", moved.status, moved.stderr)
	}
	want := imported(t, filepath.Join(whole, "presence.db"))
	for _, kill := range []os.Signal{syscall.SIGKILL, syscall.SIGTERM, os.Interrupt} {
		folder := t.TempDir()
		cmd := command(t, folder, nil, "import", dir)
		stderr, err := cmd.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewReader(stderr)
		if line, err := lines.ReadString('\n'); line != "10000 of 30008 messages\n" {
			t.Fatalf("progress %q, %v", line, err)
		}
		if err := cmd.Process.Signal(kill); err != nil {
			t.Fatal(err)
		}
		said, _ := io.ReadAll(lines)
		_ = cmd.Wait()
		if status := cmd.ProcessState.ExitCode(); status == 0 {
			t.Fatalf("%v: it was through already", kill)
		}
		if kill != syscall.SIGKILL {
			if files, err := os.ReadDir(folder); err != nil || len(files) > 0 || !strings.HasSuffix(string(said), "minimost: The import was interrupted; nothing was changed.\n") {
				t.Errorf("%v: said %q, left %v, %v", kill, said, files, err)
			}
		}
		if moved := execute(t, folder, "import", dir); moved.status != 0 {
			t.Fatalf("%v, then: %d %s", kill, moved.status, moved.stderr)
		}
		if imported(t, filepath.Join(folder, "presence.db")) != want {
			t.Errorf("%v: another result than of one import", kill)
		}
	}
}

func TestAnImportRefusesWhatAServerServes(t *testing.T) {
	dir := anOriginal(t)
	server := launch(t, t.TempDir())
	zoe := server.signUp("zoe")
	refused := execute(t, server.folder, "import", dir)
	if refused.status != 1 || refused.stderr != "minimost: A server or another program has presence.db open; stop it first.\n" || refused.stdout != "" {
		t.Errorf("%d %q %q", refused.status, refused.stdout, refused.stderr)
	}
	if dry := execute(t, server.folder, "import", dir, "--dry-run"); dry.status != 0 || !strings.Contains(dry.stdout, "       8  messages\n") {
		t.Errorf("a dry run beside it: %d %s", dry.status, dry.stderr)
	}
	zoe.must(200, zoe.form("/send/general", "text", "still here"))
	zoe.must(200, zoe.get("/message/1"))
	server.stop()
	if moved := execute(t, server.folder, "import", dir); moved.status != 0 {
		t.Fatalf("once it has stopped: %s", moved.stderr)
	}
	server = launch(t, server.folder)
	alice := server.person("alice")
	alice.must(302, alice.form("/login", "username", "alice", "password", heronPassword))
	var page []chatMessage
	alice.read("/messages/general", &page)
	if len(page) != 6 || page[5].Content != "still here" || page[0].Content != "Welcome, alice!" {
		t.Errorf("general holds %+v", page)
	}
}

func TestAFolderThatCannotBeImportedIsOneSentenceAndChangesNothing(t *testing.T) {
	served := t.TempDir()
	server := launch(t, served)
	server.signUp("zoe")
	server.stop()
	was := fingerprint(t, filepath.Join(served, "presence.db"))
	for name, c := range map[string]struct {
		spoil func(dir string) error
		says  string
	}{
		"no folder":     {os.RemoveAll, "no folder"},
		"empty folder":  {func(dir string) error { return os.RemoveAll(filepath.Join(dir, "auth.db")) }, "auth.db"},
		"no messages":   {func(dir string) error { return os.Remove(filepath.Join(dir, "users/messages.db")) }, "messages.db"},
		"a text":        {func(dir string) error { return os.WriteFile(filepath.Join(dir, "auth.db"), []byte(was[4096:]), 0o600) }, "not a SQLite database"},
		"another's":     {func(dir string) error { return os.WriteFile(filepath.Join(dir, "auth.db"), nil, 0o600) }, "users."},
		"a damaged one": {func(dir string) error { return os.Truncate(filepath.Join(dir, "users/messages.db"), 8192) }, "damaged"},
	} {
		dir := anOriginal(t)
		if err := c.spoil(dir); err != nil {
			t.Fatal(err)
		}
		for _, flag := range []string{"--dry-run", "--no-demo"} {
			empty := t.TempDir()
			for _, folder := range []string{empty, served} {
				got := execute(t, folder, "import", dir, strings.Replace(flag, "--no-demo", "--demo=false", 1))
				if got.status != 1 || got.stdout != "" || !regexp.MustCompile(`^minimost: [^\n]+\.\n$`).MatchString(got.stderr) || !strings.Contains(got.stderr, c.says) {
					t.Errorf("%s: %d %q %q", name, got.status, got.stdout, got.stderr)
				}
			}
			if files, err := os.ReadDir(empty); err != nil || len(files) > 0 {
				t.Errorf("%s: left %v, %v", name, files, err)
			}
		}
		if fingerprint(t, filepath.Join(served, "presence.db")) != was {
			t.Fatalf("%s: the target is another", name)
		}
	}
	dir := anOriginal(t)
	before := treeOf(t, dir)
	if got := execute(t, dir, "import", "."); got.status != 1 || !strings.Contains(got.stderr, "--db") || treeOf(t, dir) != before {
		t.Errorf("onto itself: %d %q", got.status, got.stderr)
	}
	if err := os.WriteFile(filepath.Join(served, "text.db"), []byte(strings.Repeat("no database ", 50)), 0o600); err != nil {
		t.Fatal(err)
	}
	for db, says := range map[string]string{"text.db": "not a SQLite database", "none/presence.db": "none/presence.db", ".": "folder"} {
		if got := execute(t, served, "import", dir, "--db="+db); got.status != 1 || !strings.Contains(got.stderr, says) || strings.Count(got.stderr, "\n") != 1 {
			t.Errorf("into %s: %d %q", db, got.status, got.stderr)
		}
	}
}
