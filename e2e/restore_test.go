package e2e

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// crashedAfterBackup is a folder with a backup of one message, and a database
// with a second one in the log that a crash has left.
func crashedAfterBackup(t *testing.T) (folder string, alice *person) {
	t.Helper()
	server := launch(t, t.TempDir())
	alice = server.signUp("alice")
	alice.must(200, alice.form("/send/general", "text", "backed up"))
	if made := execute(t, server.folder, "backup", "copy.db"); made.status != 0 {
		t.Fatal(made.stderr)
	}
	alice.must(200, alice.form("/send/general", "text", "newer"))
	server.signal(syscall.SIGKILL)
	server.exit()
	return server.folder, alice
}

// checkReads wants a check to find so many messages and to change no file.
func checkReads(t *testing.T, folder, db string, messages int) {
	t.Helper()
	before := fingerprints(t, folder)
	checked := execute(t, folder, "check", "--db="+db)
	if checked.status != 0 || !strings.Contains(checked.stdout, fmt.Sprintf("%8d  messages\n", messages)) {
		t.Errorf("check of %s: %d %s%s", db, checked.status, checked.stdout, checked.stderr)
	}
	if fingerprints(t, folder) != before {
		t.Errorf("the check of %s changed the folder", db)
	}
}

func TestACheckChangesNoFile(t *testing.T) {
	t.Parallel()
	folder, _ := crashedAfterBackup(t)
	path := filepath.Join(folder, "presence.db")
	checkReads(t, folder, "copy.db", 1)
	checkReads(t, folder, "presence.db", 2)
	must(t, os.Remove(path+"-shm"))
	checkReads(t, folder, "presence.db", 2)
	must(t, os.Truncate(path+"-wal", 0))
	checkReads(t, folder, "presence.db", 0)
}

func TestALogThatIsNotTheFilesIsLeftAloneByEveryCommand(t *testing.T) {
	t.Parallel()
	folder, alice := crashedAfterBackup(t)
	path := filepath.Join(folder, "presence.db")
	own := fingerprint(t, path)
	must(t, os.WriteFile(path, []byte(fingerprint(t, filepath.Join(folder, "copy.db"))), 0o600))
	before := fingerprints(t, folder)
	for _, line := range []string{"serve --addr=127.0.0.1:0", "check", "backup other.db", "reset-password alice --base-url=http://chat.example"} {
		got := execute(t, folder, strings.Fields(line)...)
		if got.status != 1 || strings.Count(got.stderr, "\n") != 1 || got.stdout != "" ||
			!strings.Contains(got.stderr, "move presence.db-wal and presence.db-shm away") {
			t.Errorf("%s: %d %q %q", line, got.status, got.stdout, got.stderr)
		}
		if fingerprints(t, folder) != before {
			t.Fatalf("%s changed the folder", line)
		}
	}
	must(t, os.WriteFile(path, []byte(own), 0o600))
	again := launch(t, folder)
	alice.moveTo(again)
	if got := alice.texts(); len(got) != 2 {
		t.Errorf("the file that the log belongs to has %q", got)
	}
}

func TestARestoreKeepsWhatWasThere(t *testing.T) {
	t.Parallel()
	folder, alice := crashedAfterBackup(t)
	restored := execute(t, folder, "restore", "copy.db")
	kept, found := strings.CutPrefix(lastLine(restored.stdout), "kept what was there as ")
	if restored.status != 0 || !found {
		t.Fatalf("%d %q %q", restored.status, restored.stdout, restored.stderr)
	}
	if at, err := time.Parse("presence.db.replaced-2006-01-02T15-04-05.000Z", kept); err != nil || time.Since(at) > patience {
		t.Errorf("%s: %v", kept, err)
	}
	checkReads(t, folder, "presence.db", 1)
	checkReads(t, folder, kept, 2)
	server := launch(t, folder)
	alice.moveTo(server)
	if got := alice.texts(); len(got) != 1 || got[0] != "backed up" {
		t.Errorf("restored is %q", got)
	}
	before := fingerprint(t, filepath.Join(folder, kept))
	served := execute(t, folder, "restore", kept)
	if served.status != 1 || !strings.Contains(served.stderr, "stop it first") {
		t.Errorf("while it is served: %d %q", served.status, served.stderr)
	}
	server.stop()
	if back := execute(t, folder, "restore", kept); back.status != 0 || fingerprint(t, filepath.Join(folder, kept)) != before {
		t.Errorf("%d %q", back.status, back.stderr)
	}
	checkReads(t, folder, "presence.db", 2)
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	return lines[len(lines)-1]
}

// What is put in the place of a file that cannot be used, or beside a log that
// is not its own, and what is refused.
func TestARestoreMendsWhatCannotBeServed(t *testing.T) {
	t.Parallel()
	folder, _ := crashedAfterBackup(t)
	path, backup := filepath.Join(folder, "presence.db"), filepath.Join(folder, "copy.db")
	whole := fingerprint(t, backup)
	log, lock := fingerprint(t, path+"-wal"), fingerprint(t, path+"-serve")
	for name, there := range map[string]string{"no database": "nonsense", "another's log": whole, "damaged": whole[:5000]} {
		must(t, os.WriteFile(path, []byte(there), 0o600))
		must(t, os.WriteFile(path+"-wal", []byte(log), 0o600))
		must(t, os.WriteFile(path+"-serve", []byte(lock), 0o600))
		restored := execute(t, folder, "restore", "copy.db")
		if restored.status != 0 {
			t.Fatalf("%s: %d %q", name, restored.status, restored.stderr)
		}
		checkReads(t, folder, "presence.db", 1)
		kept := filepath.Join(folder, strings.TrimPrefix(lastLine(restored.stdout), "kept what was there as "))
		if fingerprint(t, kept) != there || fingerprint(t, kept+"-wal") != log {
			t.Errorf("%s: what was there is not kept as it was", name)
		}
	}
	must(t, os.WriteFile(filepath.Join(folder, "cut.db"), []byte(whole[:len(whole)-4096]), 0o600))
	must(t, os.WriteFile(filepath.Join(folder, "empty.db"), nil, 0o600))
	for file, says := range map[string]string{"cut.db": "damaged", "none.db": "There is no none.db", "presence.db": "the database itself", "empty.db": "holds nothing of a MiniMost"} {
		before := fingerprints(t, folder)
		got := execute(t, folder, "restore", file)
		if got.status != 1 || !strings.Contains(got.stderr, says) || fingerprints(t, folder) != before {
			t.Errorf("%s: %d %q", file, got.status, got.stderr)
		}
	}
	if fresh := execute(t, folder, "restore", "copy.db", "--db=fresh.db"); fresh.status != 0 || strings.Contains(fresh.stdout, "kept") {
		t.Errorf("in the place of nothing: %d %q %q", fresh.status, fresh.stdout, fresh.stderr)
	}
	checkReads(t, folder, "fresh.db", 1)
}

func TestAKilledRestoreLeavesOneOrTheOtherWhole(t *testing.T) {
	t.Parallel()
	folder, _ := crashedAfterBackup(t)
	began := time.Now()
	if first := execute(t, folder, "restore", "copy.db", "--db=timed.db"); first.status != 0 {
		t.Fatal(first.stderr)
	}
	took := time.Since(began)
	const tries = 25
	results := make(map[string]int)
	for i := range tries {
		trial := t.TempDir()
		for _, name := range []string{"presence.db", "presence.db-wal", "presence.db-shm", "presence.db-serve", "copy.db"} {
			must(t, os.WriteFile(filepath.Join(trial, name), []byte(fingerprint(t, filepath.Join(folder, name))), 0o600))
		}
		cmd := command(t, trial, nil, "restore", "copy.db")
		cmd.Stdout = new(bytes.Buffer)
		must(t, cmd.Start())
		time.Sleep(took * time.Duration(i) / (tries - 1)) // a moment to be killed at, not one to wait for
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		checked := execute(t, trial, "check")
		old, restored := strings.Contains(checked.stdout, "2  messages\n"), strings.Contains(checked.stdout, "1  messages\n")
		if checked.status != 0 || old == restored {
			t.Fatalf("killed at %d of %d: %d %s%s", i, tries, checked.status, checked.stdout, checked.stderr)
		}
		results[fmt.Sprint("restored ", restored)]++
	}
	t.Log(results)
}
