package e2e

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"minimost/legacy/legacytest"
)

// bigLegacyFolder has so many messages that there is time to interrupt an import.
func bigLegacyFolder(t *testing.T, messages int) string {
	t.Helper()
	dir := legacyFolder(t)
	legacytest.Run(t, dir, legacytest.Messages, fmt.Sprintf(`
		WITH RECURSIVE n (i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
		INSERT INTO messages (id, channel, sender, content, ts, reply_to_id) SELECT i, iif(i %% 3, 'general', 'private:3'), iif(i %% 2, 'alice', 'bob'),
			printf('message %%d of a long history', i), 1716100000 + i / 2, iif(i %% 7 = 0, i - 3, NULL) FROM n;
		INSERT INTO reactions SELECT id, 'heart', 'bob' FROM messages WHERE id %% 5 = 0 AND id > 99`, messages+99))
	return dir
}

func TestAnImportThatWasKilledEndsAsOneThatWasNot(t *testing.T) {
	t.Parallel()
	dir, whole := bigLegacyFolder(t, 30_000), t.TempDir()
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
