package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

func TestBackupOfALiveDatabaseIsWhole(t *testing.T) {
	t.Parallel()
	server := launch(t, t.TempDir())
	alice := server.signUp("alice")
	alice.must(200, alice.form("/send/general", "text", "message 0"))
	stop := make(chan struct{})
	var writing sync.WaitGroup
	var answered atomic.Int64 // sends
	for i := range 6 {
		writer := server.signUp(fmt.Sprint("writer", i))
		writing.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-stop:
					return
				default:
					r := writer.form("/send/general", "text", fmt.Sprint("message of ", i, " ", n))
					if answered.Add(1); r.status != 200 {
						t.Errorf("a send during a backup: %d, %v", r.status, r.err)
					}
					if r := writer.form("/react/1", "reaction", "👍"); r.status != 200 {
						t.Errorf("a reaction during a backup: %d, %v", r.status, r.err)
					}
				}
			}
		})
	}
	backups := make([]ending, 5)
	before := make([]int64, len(backups))
	for i := range backups {
		eventually(t, "people write", func() bool { return answered.Load() >= int64(50*(i+1)) })
		before[i] = answered.Load()
		backups[i] = execute(t, server.folder, "backup", fmt.Sprintf("copy%d.db", i))
	}
	close(stop)
	writing.Wait()
	first := fingerprint(t, filepath.Join(server.folder, "copy0.db"))
	for i, made := range backups {
		name := fmt.Sprintf("copy%d.db", i)
		if made.status != 0 || !strings.Contains(made.stdout, name) {
			t.Fatalf("%s: %d %s", name, made.status, made.stderr)
		}
		checked := execute(t, server.folder, "check", "--db="+name)
		if checked.status != 0 || !strings.HasSuffix(checked.stdout, "ok\n") {
			t.Errorf("%s: %d %s%s", name, checked.status, checked.stdout, checked.stderr)
		}
		var messages int64
		if found := regexp.MustCompile(`(\d+)  messages\n`).FindStringSubmatch(checked.stdout); found != nil {
			messages, _ = strconv.ParseInt(found[1], 10, 64)
		}
		if messages <= before[i] {
			t.Errorf("%s has %d messages; %d were answered before it was begun", name, messages, before[i]+1)
		}
	}
	again := execute(t, server.folder, "backup", "copy0.db")
	if again.status != 1 || !strings.Contains(again.stderr, "exists already") || fingerprint(t, filepath.Join(server.folder, "copy0.db")) != first {
		t.Errorf("over a file: %d %q", again.status, again.stderr)
	}
	if lost := execute(t, server.folder, "backup", "none/copy.db"); lost.status != 1 || strings.Count(lost.stderr, "\n") != 1 {
		t.Errorf("into no folder: %d %q", lost.status, lost.stderr)
	}

	restored := launchWith(t, server.folder, nil, "--addr=127.0.0.1:0", "--db=copy4.db")
	b := restored.person("alice")
	b.must(302, b.form("/login", "username", "alice", "password", somePassword))
	var page []chatMessage
	b.read("/messages/general", &page)
	if len(page) == 0 || page[0].Content != "message 0" {
		t.Errorf("the copy has %d messages", len(page))
	}
}

func fingerprint(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
