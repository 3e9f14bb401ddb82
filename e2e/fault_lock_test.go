package e2e

import (
	"bufio"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const (
	// requestPromise is within what time every request is answered, and
	// requestLimit what fails the test on a machine that is busy: whoever waited
	// for two deadlines would need ten seconds.
	requestPromise = 5 * time.Second
	requestLimit   = 9 * time.Second
	// shortHold is a lock that a write waits for.
	shortHold = 3 * time.Second
)

// lockDatabase lets another process hold the write lock until the returned
// function is called.
func lockDatabase(t *testing.T, folder string) (unlock func()) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "sqlite3", "-bail", "-cmd", ".timeout 20000", filepath.Join(folder, "presence.db"))
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(in, "BEGIN IMMEDIATE;\nSELECT 'locked';\n"); err != nil {
		t.Fatal(err)
	}
	if said, err := bufio.NewReader(out).ReadString('\n'); said != "locked\n" {
		t.Fatalf("the other program says %q, %v", said, err)
	}
	unlock = sync.OnceFunc(func() {
		_ = in.Close()
		_ = cmd.Wait()
	})
	t.Cleanup(unlock)
	return unlock
}

// answers are what came of writes that were sent at once.
func atOnce(writes []func() reply) (answers []reply, slowest time.Duration) {
	answers = make([]reply, len(writes))
	took := make([]time.Duration, len(writes))
	var asking sync.WaitGroup
	for i, w := range writes {
		asking.Go(func() {
			began := time.Now()
			answers[i] = w()
			took[i] = time.Since(began)
		})
	}
	asking.Wait()
	return answers, slices.Max(took)
}

func TestWritesWaitForALockThatIsHeldForThreeSeconds(t *testing.T) {
	t.Parallel()
	server := launch(t, inMemory(t), unlimited)
	alice, bob := server.fixture()
	unlock := lockDatabase(t, server.folder)
	time.AfterFunc(shortHold, unlock)
	answers, slowest := atOnce(append(alice.everyWrite("waited"), func() reply {
		return server.person("bob").form("/login", "username", "bob", "password", somePassword)
	}))
	for _, r := range answers {
		if r.err != nil || r.status >= 400 {
			t.Errorf("%s: %d %q, %v", r.asked, r.status, r.body, r.err)
		}
	}
	t.Logf("the slowest of %d writes took %v", len(answers), slowest.Round(time.Millisecond))
	if got := bob.texts(); len(got) != 4 || !slices.Contains(got, "waited") {
		t.Errorf("left are %q", got)
	}
}

// The lock is held until everyone has been refused: for thirty seconds it would
// be the same again.
func TestALockThatIsHeldLongRefusesWritesInTime(t *testing.T) {
	t.Parallel()
	server := launch(t, inMemory(t), unlimited)
	alice, bob := server.fixture()
	unlock := lockDatabase(t, server.folder)
	// Later ones come while the first wait: nobody waits for two deadlines.
	writes := append(alice.everyWrite("refused"), func() reply {
		return server.person("bob").form("/login", "username", "bob", "password", somePassword)
	})
	var polls atomic.Int64
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			select {
			case <-stop:
				return
			default:
				bob.readsOn()
				polls.Add(1)
			}
		}
	}()
	first := make(chan reply, 1)
	go func() { first <- bob.form("/send/general", "text", "refused") }()
	eventually(t, "reads beside the first write", func() bool {
		select {
		case r := <-first:
			first <- r
			return true
		default:
			return polls.Load() > 3
		}
	})
	answers, slowest := atOnce(writes)
	close(stop)
	<-stopped
	for _, r := range append(answers, <-first) {
		if r.err != nil || r.status != 503 || !strings.Contains(r.body, databaseSentence) {
			t.Errorf("%s: %d %q, %v", r.asked, r.status, r.body, r.err)
		}
	}
	if slowest > requestLimit {
		t.Errorf("somebody had to wait %v, the promise is %v", slowest, requestPromise)
	}
	t.Logf("the slowest of %d refusals took %v, %d rounds of reads went on", len(answers)+1, slowest.Round(time.Millisecond), polls.Load())
	unlock()
	alice.successes("afterwards")
	if got := bob.texts(); !slices.Equal(got, []string{"afterwards", "from bob", "afterwards", "afterwards"}) {
		t.Errorf("left are %q", got)
	}
	if status := server.stop(); status != 0 {
		t.Errorf("status %d: %s", status, server.stderr)
	}
	isWhole(t, server.folder)
}
