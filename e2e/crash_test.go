package e2e

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

const (
	crashes = 6 // every third a stop
	// Before each crash the server answers at least so many writes.
	writesBeforeCrash = 60
)

func TestNothingAcknowledgedIsLostInACrashOrAStop(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	server := launch(t, folder, unlimited)
	var answered atomic.Int64
	var witnesses []*witness
	for _, name := range []string{"alice", "bob", "carol", "dave"} {
		witnesses = append(witnesses, &witness{
			person: server.signUp(name), answered: &answered, seen: make(map[string]chatMessage), channels: make(map[string][]string),
			left: make(map[string]string), notes: make(map[string]string), typing: true,
		})
	}
	witnesses[0].must(200, witnesses[0].form("/send/general", "text", "everyone reacts to this"))
	for round := range crashes {
		var writing sync.WaitGroup
		for i, w := range witnesses {
			friend := witnesses[(i+1)%len(witnesses)].name
			writing.Go(func() { w.write(round, friend) })
		}
		enough, delay := answered.Load()+writesBeforeCrash, time.Duration(rand.IntN(int(250*time.Millisecond)))
		began := time.Now()
		eventually(t, "the writes before a crash", func() bool { return answered.Load() >= enough && time.Since(began) > delay })
		signal, ending := syscall.SIGKILL, -1
		if round%3 == 2 {
			signal, ending = syscall.SIGTERM, 0
		}
		server.signal(signal)
		if status := server.exit(); status != ending {
			t.Fatalf("%v: ended with %d: %s", signal, status, server.stderr)
		}
		writing.Wait()

		server = launch(t, folder, unlimited)
		for _, w := range witnesses {
			w.moveTo(server)
			w.recall()
		}
		if round > 0 {
			late := server.person(fmt.Sprint("late", round-1))
			late.must(302, late.form("/login", "username", late.name, "password", somePassword))
		}
		server.signUp(fmt.Sprint("late", round))
		if checked := execute(t, folder, "check"); checked.status != 0 || !strings.HasSuffix(checked.stdout, "ok\n") {
			t.Fatalf("check: %d %s%s", checked.status, checked.stdout, checked.stderr)
		}
	}
	if status := server.stop(); status != 0 {
		t.Errorf("stopped with %d", status)
	}
	t.Logf("%d writes were acknowledged before %d crashes", answered.Load(), crashes)
}
