package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// disk is a place for a database that can run out of room.
type disk struct {
	folder string
	fill   func(*process)
	empty  func(*process)
}

// disks are a small file system where this account may mount one, and a limit
// on the size of files, which works everywhere.
func disks(t *testing.T) map[string]disk {
	t.Helper()
	limited := t.TempDir()
	all := map[string]disk{"size limit": {
		folder: limited,
		fill: func(p *process) {
			// The log has to grow for the next write, and may not.
			info, err := os.Stat(filepath.Join(limited, "presence.db-wal"))
			if err != nil {
				t.Fatal(err)
			}
			limitFiles(p, fmt.Sprint(info.Size()))
		},
		empty: func(p *process) { limitFiles(p, "unlimited") },
	}}
	small := t.TempDir()
	if err := syscall.Mount("tmpfs", small, "tmpfs", 0, "size=3m"); err != nil {
		t.Logf("no small file system here: %v", err)
		return all
	}
	t.Cleanup(func() { _ = syscall.Unmount(small, syscall.MNT_DETACH) })
	all["file system"] = disk{
		folder: small,
		fill: func(p *process) {
			f, err := os.Create(filepath.Join(small, "filling"))
			if err != nil {
				p.t.Fatal(err)
			}
			defer func() { _ = f.Close() }()
			for page := make([]byte, 4096); err == nil; {
				_, err = f.Write(page)
			}
		},
		empty: func(p *process) {
			if err := os.Remove(filepath.Join(small, "filling")); err != nil {
				p.t.Fatal(err)
			}
		},
	}
	return all
}

// limitFiles bounds how large the process may make files from now on.
func limitFiles(p *process, bytes string) {
	p.t.Helper()
	limit := fmt.Sprintf("--fsize=%s:", bytes)
	output, err := exec.CommandContext(p.t.Context(), "prlimit", "--pid", fmt.Sprint(p.cmd.Process.Pid), limit).CombinedOutput()
	if err != nil {
		p.t.Fatalf("prlimit: %v %s", err, output)
	}
}

func TestAFullDiskRefusesWritesAndLosesNothing(t *testing.T) {
	t.Parallel()
	for name, d := range disks(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := launch(t, d.folder, unlimited)
			alice, bob := server.fixture()
			d.fill(server)
			acknowledged := []string{"before", "from bob"}
			full := false
			for i := 0; !full; i++ {
				text := fmt.Sprint(i, strings.Repeat(" filling up", 100))
				r := alice.form("/send/general", "text", text)
				if full = r.status == 503; !full {
					alice.must(200, r)
					acknowledged = append(acknowledged, text)
				}
			}
			for i := 0; ; i++ { // there may be room for less than a message
				text := fmt.Sprint("shorter ", i)
				r := alice.form("/edit/1", "text", text)
				if r.status == 503 {
					break
				}
				alice.must(200, r)
				acknowledged[0] = text
			}
			for on := true; alice.json("/settings", fmt.Sprintf(`{"share_last_seen":%t}`, on)).status != 503; on = !on {
				// and for less than an edit
			}
			alice.refusals()
			bob.readsOn()
			if r := server.person("carol").form("/signup", "username", "carol", "password", somePassword, "confirm_password", somePassword); r.status != 503 {
				t.Errorf("a signup: %d", r.status)
			}
			if r := server.person("bob").form("/login", "username", "bob", "password", somePassword); r.status != 503 {
				t.Errorf("a login: %d", r.status)
			}
			if got := bob.texts(); !slices.Equal(got, acknowledged) {
				t.Errorf("%d messages, %d were acknowledged", len(got), len(acknowledged))
			}
			d.empty(server)
			alice.must(200, alice.form("/send/general", "text", "room again"))
			alice.successes("edited")
			acknowledged[0] = "edited"
			acknowledged = append(acknowledged, "room again", "edited", "edited")

			d.fill(server)
			server.signal(syscall.SIGKILL)
			server.exit()
			if name == "file system" {
				d.empty(server)
			}
			again := launch(t, d.folder, unlimited)
			bob.moveTo(again)
			if got := bob.texts(); !slices.Equal(got, acknowledged) {
				t.Errorf("after a crash: %d messages, %d were acknowledged", len(got), len(acknowledged))
			}
			if status := again.stop(); status != 0 {
				t.Errorf("stopped with %d: %s", status, again.stderr)
			}
			isWhole(t, d.folder)
		})
	}
}

// Without room for the checkpoint that a stop makes, what was acknowledged is
// in the log.
func TestAStopOnAFullDiskLosesNothing(t *testing.T) {
	t.Parallel()
	for name, d := range disks(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := launch(t, d.folder, unlimited)
			alice, _ := server.fixture()
			d.fill(server)
			server.signal(syscall.SIGTERM)
			server.exit()
			if name == "file system" {
				d.empty(server)
			}
			again := launch(t, d.folder, unlimited)
			alice.moveTo(again)
			if got := alice.texts(); !slices.Equal(got, []string{"before", "from bob"}) {
				t.Errorf("left are %q", got)
			}
			again.stop()
			isWhole(t, d.folder)
		})
	}
}

func TestADatabaseThatMayNotBeWrittenIsRefused(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	nobody := asNobody(t, folder)
	server := launchAs(t, folder, nil, nobody, "--addr=127.0.0.1:0", unlimited)
	alice, _ := server.fixture()
	server.stop()
	path := filepath.Join(folder, "presence.db")
	for _, step := range []struct {
		what string
		mode os.FileMode
		path string
	}{{"the file", 0o400, path}, {"the folder", 0o500, folder}} {
		info, err := os.Stat(step.path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(step.path, step.mode); err != nil {
			t.Fatal(err)
		}
		before := fingerprint(t, path)
		refusedAs(t, folder, nobody, "presence.db")
		if fingerprint(t, path) != before {
			t.Errorf("%s: the database was changed", step.what)
		}
		if err := os.Chmod(step.path, info.Mode()); err != nil {
			t.Fatal(err)
		}
		again := launchAs(t, folder, nil, nobody, "--addr=127.0.0.1:0", unlimited)
		alice.moveTo(again)
		if got := alice.texts(); !slices.Equal(got, []string{"before", "from bob"}) {
			t.Errorf("%s: left are %q", step.what, got)
		}
		again.stop()
	}
}

// The folder of a server that runs becomes unwritable: its files are there
// already, so it goes on, and stops.
func TestAFolderThatBecomesUnwritableLosesNothing(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	nobody := asNobody(t, folder)
	server := launchAs(t, folder, nil, nobody, "--addr=127.0.0.1:0", unlimited)
	alice, bob := server.fixture()
	if err := os.Chmod(folder, 0o500); err != nil {
		t.Fatal(err)
	}
	alice.successes("edited")
	bob.readsOn()
	want := bob.texts()
	server.stop()
	if err := os.Chmod(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	again := launchAs(t, folder, nil, nobody, "--addr=127.0.0.1:0", unlimited)
	bob.moveTo(again)
	if got := bob.texts(); !slices.Equal(got, want) {
		t.Errorf("left are %q of %q", got, want)
	}
	if status := again.stop(); status != 0 {
		t.Errorf("status %d: %s", status, again.stderr)
	}
}

// An administrator, or a file system that has found a fault, makes the files of
// a running server unwritable.
func TestFilesThatBecomeUnwritableRefuseWrites(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	server := launch(t, folder, unlimited)
	alice, bob := server.fixture()
	path := filepath.Join(folder, "presence.db")
	freeze := func(how string) error {
		return exec.CommandContext(t.Context(), "chattr", how, path, path+"-wal").Run()
	}
	defer func() { _ = freeze("-i") }()
	if err := freeze("+i"); err != nil {
		t.Logf("files cannot be made immutable here (%v): their size is limited instead", err)
		limitFiles(server, "0")
	}
	alice.refusals()
	bob.readsOn()
	_ = freeze("-i")
	limitFiles(server, "unlimited")
	alice.successes("edited")
	if got := bob.texts(); !slices.Equal(got, []string{"edited", "from bob", "edited", "edited"}) {
		t.Errorf("left are %q", got)
	}
	if status := server.stop(); status != 0 {
		t.Errorf("status %d: %s", status, server.stderr)
	}
	isWhole(t, folder)
}
