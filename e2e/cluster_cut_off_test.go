//go:build cluster

package e2e

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"minimost/chat"
	"minimost/postgres/cluster"
)

// inNamespace is a network in which a server reaches the database by one link, and its
// clients reach it by another.
type inNamespace struct{ t *testing.T }

const (
	namespace               = "minimost-cluster"
	databaseAt, clientsAt   = "10.77.1.1", "10.77.2.1" // this side of the links
	serverAt, serverForThem = "10.77.1.2", "10.77.2.2" // the server's
)

func (n inNamespace) ip(args ...string) error {
	return exec.CommandContext(n.t.Context(), "ip", args...).Run() //nolint:gosec // as written here
}

// connected is how many connections to the database the server has for open.
func (n inNamespace) connected() int {
	out, err := exec.CommandContext(n.t.Context(), "ip", "netns", "exec", namespace, "ss", "-Htn", "state", "established", "dst", databaseAt).Output()
	must(n.t, err)
	return strings.Count(string(out), "\n")
}

// newNamespace is false where none may be made.
func newNamespace(t *testing.T) (n inNamespace, permitted bool) {
	t.Helper()
	n = inNamespace{t}
	if err := n.ip("netns", "add", namespace); err != nil {
		return n, false
	}
	t.Cleanup(func() {
		for _, args := range [][]string{{"link", "del", "mmdb"}, {"link", "del", "mmweb"}, {"netns", "del", namespace}} {
			_ = exec.CommandContext(context.WithoutCancel(t.Context()), "ip", args...).Run() //nolint:gosec // as written here
		}
	})
	for link, ends := range map[string][2]string{"mmdb": {databaseAt, serverAt}, "mmweb": {clientsAt, serverForThem}} {
		for _, args := range [][]string{
			{"link", "add", link, "type", "veth", "peer", "name", link, "netns", namespace},
			{"addr", "add", ends[0] + "/24", "dev", link},
			{"link", "set", link, "up"},
			{"-n", namespace, "addr", "add", ends[1] + "/24", "dev", link},
			{"-n", namespace, "link", "set", link, "up"},
		} {
			if err := n.ip(args...); err != nil {
				t.Fatal(args, err)
			}
		}
	}
	return n, true
}

// farAndNear are two servers on one database, of which the first is in a network of its own; none where that may not be made.
func farAndNear(t *testing.T) (n inNamespace, far, near *process, c *cluster.Cluster) {
	t.Helper()
	n, permitted := newNamespace(t)
	if !permitted {
		t.Log("network namespaces are not permitted here: run it as root; a relay stands for the network in TestClusterGoesOnWithoutAServerThatIsCutOff")
		return n, nil, nil, nil
	}
	c, err := cluster.StartAt(databaseAt, "10.77.1.0/24")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Stop)
	name, err := c.NewDatabase("")
	if err != nil {
		t.Fatal(err)
	}
	far = launchAs(t, t.TempDir(), nil, func(cmd *exec.Cmd) {
		cmd.Args = append([]string{"ip", "netns", "exec", namespace, cmd.Path}, cmd.Args[1:]...)
		if cmd.Path, err = exec.LookPath("ip"); err != nil {
			t.Fatal(err)
		}
	}, "serve", "--addr="+serverForThem+":8080", "--base-url=http://"+serverForThem+":8080", "--rate-limits=false", "--db=postgres://postgres@"+databaseAt+"/"+name)
	near = launch(t, t.TempDir(), "--db="+shared(name, c.Dir()))
	return n, far, near, c
}

func TestClusterGoesOnWithoutAServerWhoseNetworkIsGone(t *testing.T) {
	n, far, near, _ := farAndNear(t)
	if far == nil {
		return
	}
	alice, bob := far.signUp("alice"), near.signUp("bob")
	page := alice.socket("general")
	// Its writer may have the lock when the link goes.
	var quit sync.WaitGroup
	stop := make(chan struct{})
	writer := far.signUp("writer")
	quit.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				writer.json("/typing/general", "")
			}
		}
	})
	ended := make(chan time.Duration, 1)
	began := time.Now()
	if err := n.ip("link", "set", "mmdb", "down"); err != nil {
		t.Fatal(err)
	}
	go func() { page.end(); ended <- time.Since(began) }()
	bob.key = strings.Repeat("b", 32)
	eventually(t, "the other server writes", func() bool { return bob.form("/send/general", "text", "meanwhile").status == 200 })
	wrote := time.Since(began)
	eventually(t, "the server is not ready", func() bool { return alice.get("/readyz").status == 503 })
	notReady := time.Since(began)
	closed := <-ended
	// The database's machine may be gone for good, and another have taken over: nobody waits for this one.
	eventually(t, "no connection is waited for", func() bool { return n.connected() == 0 })
	given := time.Since(began)
	close(stop)
	quit.Wait()
	if err := n.ip("link", "set", "mmdb", "up"); err != nil {
		t.Fatal(err)
	}
	healing := time.Now()
	eventually(t, "the server is ready", func() bool { return alice.get("/readyz").status == 200 })
	ready := time.Since(healing)
	eventually(t, "nothing is stale", func() bool { return strings.Contains(alice.get("/messages/general").body, `"meanwhile"`) })
	cutOffFigures(t, wrote, notReady, closed)
	figure(t, "it had given up all connections after", given, 15*time.Second)
	figure(t, "healed, it was ready after", ready, time.Second)
}

// heldWhileRead counts connections from the server that have the writers' lock while PostgreSQL waits for the rest of what it was sent.
const heldWhileRead = `SELECT count(*) FROM pg_locks JOIN pg_stat_activity AS a USING (pid)
	WHERE locktype = 'advisory' AND granted AND a.state = 'active' AND a.wait_event = 'ClientRead' AND a.client_addr = '` + serverAt + `'`

// TestClusterFreesTheLockOfAServerThatIsCutOffWhileItSends: PostgreSQL has begun what it was sent and waits for the rest, so
// that none of its own time limits run; only the network shows that nobody is there.
func TestClusterFreesTheLockOfAServerThatIsCutOffWhileItSends(t *testing.T) {
	n, far, near, c := farAndNear(t)
	if far == nil {
		return
	}
	bob := near.signUp("bob")
	var writers []*person
	for i := range 8 {
		writers = append(writers, far.signUp(fmt.Sprintf("writer%d", i)))
	}
	// So slow that what is sent at once takes a moment.
	must(t, n.ip("netns", "exec", namespace, "tc", "qdisc", "add", "dev", "mmdb", "root", "tbf", "rate", "1mbit", "burst", "8kb", "latency", "5s"))
	long := strings.Repeat("many words ", chat.MaxMessageChars/20)
	stop := make(chan struct{})
	var quit sync.WaitGroup
	for i, w := range writers {
		quit.Go(func() {
			for k := 0; ; k++ {
				select {
				case <-stop:
					return
				default:
					w.form("/send/general", "text", fmt.Sprint(i, " ", k, " ", long))
				}
			}
		})
	}
	held := func() bool {
		count, err := c.Count(heldWhileRead)
		must(t, err)
		return count > 0
	}
	var began time.Time
	eventually(t, "the link goes while the lock is held", func() bool {
		if !held() {
			return false
		}
		began = time.Now()
		must(t, n.ip("link", "set", "mmdb", "down"))
		for time.Since(began) < time.Second/2 { // what was under way may have ended the transaction
			if !held() {
				must(t, n.ip("link", "set", "mmdb", "up"))
				return false
			}
		}
		return true
	})
	bob.key = strings.Repeat("c", 32)
	eventually(t, "the other server writes", func() bool { return bob.form("/send/general", "text", "meanwhile").status == 200 })
	figure(t, "the other server wrote after", time.Since(began), 3*time.Second)
	close(stop)
	must(t, n.ip("link", "set", "mmdb", "up"))
	quit.Wait()
	alice := writers[0]
	eventually(t, "the server is ready", func() bool { return alice.get("/readyz").status == 200 })
	eventually(t, "nothing is stale", func() bool { return strings.Contains(alice.get("/messages/general").body, `"meanwhile"`) })
}
