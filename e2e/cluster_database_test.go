//go:build cluster

package e2e

import (
	"strings"
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
	alice := nodes[0].signUp("alice")
	alice.key = "00000000000000000000000000000001"
	standby.Signal(syscall.SIGSTOP)
	began := time.Now()
	refused, longest := 0, time.Duration(0)
	for time.Since(began) < 15*time.Second {
		asked := time.Now()
		r := alice.form("/send/general", "text", "without a standby")
		if r.err == nil && r.status == 200 {
			t.Errorf("acknowledged after %s without a standby", time.Since(began))
			break
		}
		refused, longest = refused+1, max(longest, time.Since(asked))
	}
	alice.must(200, alice.get("/messages/general"))
	standby.Signal(syscall.SIGCONT)
	back := time.Now()
	eventually(t, "it is sent", func() bool { return alice.form("/send/general", "text", "without a standby").status == 200 })
	again := time.Since(back)
	alice.key = ""
	if n := strings.Count(alice.must(200, alice.get("/messages/general")).body, `"without a standby"`); n != 1 {
		t.Errorf("the message is there %d times", n)
	}
	t.Logf("refused %d times while the standby stood still", refused)
	figure(t, "the slowest refusal took", longest, 7*time.Second)
	figure(t, "sent after the standby went on", again, 4*time.Second)
}
