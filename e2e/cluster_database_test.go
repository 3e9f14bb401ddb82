//go:build cluster

package e2e

import (
	"fmt"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

func TestClusterIsServedWhileItIsDumped(t *testing.T) {
	c, name := startCluster(t)
	nodes := launchNodes(t, 2, shared(name, c.Dir()))
	writers := writersAt(nodes, 4)
	// Before anybody writes: who writes has the numbers of messages to themselves.
	fill := `INSERT INTO messages (channel, sender, content, ts, changed_ts, sent_ts)
		SELECT 'random', 'writer0', repeat('some words of a message ', 20), i, i, i FROM generate_series(1, 200000) AS i`
	if err := c.Exec(name, fill); err != nil {
		t.Fatal(err)
	}
	l := startLoad(t, writers...)
	l.goesOn(1)
	began := time.Now()
	for range 3 {
		if err := c.Dump(name); err != nil {
			t.Fatal(err)
		}
	}
	took := time.Since(began)
	l.ends(nodes[0].signUp("witness"))
	t.Logf("three dumps took %s", took)
	figure(t, "the slowest message meanwhile", l.slowest, time.Second)
}

func TestClusterAcknowledgesNothingThatItsStandbyLacks(t *testing.T) {
	c, name := startCluster(t)
	standby, err := c.Standby()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(standby.Stop)
	nodes := launchNodes(t, 2, shared(name, c.Dir(), standby.Dir()))
	// Each sends one message under one key, beside the others: some wait for their turn, some for a commit.
	var people []*person
	for i := range 8 {
		someone := nodes[i%2].signUp(fmt.Sprintf("writer%d", i))
		someone.key = fmt.Sprintf("%032x", i+1)
		people = append(people, someone)
	}
	text := func(b *person) string { return "without a standby, of " + b.name }
	standby.Signal(syscall.SIGSTOP)
	var mu sync.Mutex
	var all sync.WaitGroup
	refused, longest := 0, time.Duration(0)
	began := time.Now()
	for _, b := range people {
		all.Go(func() {
			for time.Since(began) < 20*time.Second {
				asked := time.Now()
				if r := b.form("/send/general", "text", text(b)); r.err == nil && r.status == 200 {
					t.Errorf("acknowledged after %s without a standby", time.Since(began))
					return
				}
				mu.Lock()
				refused, longest = refused+1, max(longest, time.Since(asked))
				mu.Unlock()
			}
		})
	}
	all.Wait()
	for _, b := range people[:2] {
		b.must(200, b.get("/messages/general"))
	}
	standby.Signal(syscall.SIGCONT)
	back := time.Now()
	for _, b := range people {
		eventually(t, "it is sent", func() bool { return b.form("/send/general", "text", text(b)).status == 200 })
	}
	again := time.Since(back)
	for _, reader := range people[:2] {
		reader.key = ""
		shown := reader.must(200, reader.get("/messages/general")).body
		for _, b := range people {
			if n := strings.Count(shown, `"`+text(b)+`"`); n != 1 {
				t.Errorf("%s sees the message of %s %d times", reader.name, b.name, n)
			}
		}
	}
	t.Logf("refused %d times while the standby stood still", refused)
	figure(t, "the slowest refusal took", longest, 6*time.Second+time.Second/2)
	figure(t, "sent after the standby went on", again, 4*time.Second)
}
