package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestCheckCountsRowsAndFindsDamage(t *testing.T) {
	t.Parallel()
	server := launch(t, t.TempDir())
	alice := server.signUp("alice")
	server.signUp("bob")
	for range 200 {
		alice.must(200, alice.form("/send/general", "text", strings.Repeat("long text ", 100)))
	}
	checked := execute(t, server.folder, "check")
	for _, line := range []string{"       2  users\n", "     200  messages\n", "       2  sessions\n", "       0  typing\n"} {
		if !strings.Contains(checked.stdout, line) {
			t.Errorf("no line %q in\n%s", line, checked.stdout)
		}
	}
	if checked.status != 0 || !strings.HasSuffix(checked.stdout, "\nok\n") || checked.stderr != "" {
		t.Errorf("%d %q %q", checked.status, checked.stdout, checked.stderr)
	}
	server.stop()

	path := filepath.Join(server.folder, "presence.db")
	orphan := "INSERT INTO private_channel_members (channel_id, username, joined_ts) VALUES (77, 'alice', 1)"
	shell(t, server.folder, orphan)
	damagedCheck(t, server.folder, "private_channel")
	shell(t, server.folder, "DELETE FROM private_channel_members")
	if again := execute(t, server.folder, "check"); again.status != 0 {
		t.Fatalf("mended, and still %d %s", again.status, again.stderr)
	}

	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const pageSize = 4096
	for at := 20 * pageSize; at < len(content); at += 7 * pageSize {
		copy(content[at:at+64], strings.Repeat("\xAA", 64))
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	damagedCheck(t, server.folder, "")
	if fingerprint(t, path) != string(content) {
		t.Error("the check changed the file")
	}
}

// damagedCheck wants a check to find damage and name it.
func damagedCheck(t *testing.T, folder, names string) {
	t.Helper()
	checked := execute(t, folder, "check")
	if checked.status != 1 || strings.Count(checked.stderr, "\n") != 1 || !strings.Contains(checked.stderr, "damaged") {
		t.Errorf("status %d, %q", checked.status, checked.stderr)
	}
	if strings.HasSuffix(checked.stdout, "\nok\n") || !strings.Contains(checked.stdout, names) {
		t.Errorf("printed %q", checked.stdout)
	}
}
