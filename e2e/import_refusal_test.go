package e2e

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestAnImportRefusesWhatAServerServes(t *testing.T) {
	t.Parallel()
	dir := legacyFolder(t)
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
	t.Parallel()
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
		dir := legacyFolder(t)
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
	dir := legacyFolder(t)
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
