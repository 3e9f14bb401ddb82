package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// refusedStart wants a second server to be told in one sentence that the
// database is served.
func refusedStart(t *testing.T, folder, db string) {
	t.Helper()
	second := execute(t, folder, "serve", "--addr=127.0.0.1:0", "--db="+db)
	want := "minimost: Another MiniMost serves " + db + " already; stop it first.\n"
	if second.status != 1 || second.stderr != want || second.stdout != "" {
		t.Errorf("status %d, said %q, printed %q", second.status, second.stderr, second.stdout)
	}
}

func TestASecondServerOfADatabaseIsRefused(t *testing.T) {
	t.Parallel()
	server := launch(t, t.TempDir())
	alice := server.signUp("alice")
	alice.must(204, alice.json("/presence", `{"state":"active","tab":"t"}`))
	refusedStart(t, server.folder, "presence.db")
	if err := os.Symlink("presence.db", filepath.Join(server.folder, "other-name.db")); err != nil {
		t.Fatal(err)
	}
	refusedStart(t, server.folder, "other-name.db")
	if got := alice.must(200, alice.get("/online_users")); got.body != `{"alice":"active"}` {
		t.Errorf("the first one's presence is %s", got.body)
	}
	for _, beside := range [][]string{{"check"}, {"backup", "copy.db"}, {"reset-password", "alice"}} {
		if made := execute(t, server.folder, beside...); made.status != 0 {
			t.Errorf("%s beside a server: %d %s", beside[0], made.status, made.stderr)
		}
	}

	server.signal(syscall.SIGKILL)
	server.exit()
	second := launch(t, server.folder)
	refusedStart(t, server.folder, "presence.db")
	if status := second.stop(); status != 0 {
		t.Errorf("status %d: %s", status, second.stderr)
	}
	if _, err := os.Stat(filepath.Join(server.folder, "presence.db-serve")); err == nil {
		t.Error("the lock's file is left")
	}
	launch(t, server.folder).stop()
}

func TestAFolderWithoutRoomForTheLockSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for _, db := range []string{".", "none/presence.db"} {
		got := execute(t, folder, "serve", "--addr=127.0.0.1:0", "--db="+db)
		if got.status != 1 || strings.Contains(got.stderr, "Another") || !strings.Contains(got.stderr, db) {
			t.Error(fmt.Errorf("%s: %d %q", db, got.status, got.stderr))
		}
	}
}
