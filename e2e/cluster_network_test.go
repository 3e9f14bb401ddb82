//go:build cluster

package e2e

import (
	"bytes"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"minimost/postgres/cluster"
)

// relay is a network between a server and its database that can be cut.
type relay struct {
	listener net.Listener
	dir      string
	mu       sync.Mutex
	cut      bool
	deaf     bool          // notifications are swallowed
	stalls   string        // what is sent is passed on up to here, and no more of that connection
	stalled  chan struct{} // closed once something was
	healed   *sync.Cond
	quit     <-chan struct{}
}

func newRelay(t *testing.T, c *cluster.Cluster) *relay {
	t.Helper()
	dir, err := os.MkdirTemp("", "minimost-relay-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	const socket = ".s.PGSQL.5432"
	r := &relay{dir: dir, stalled: make(chan struct{}), quit: t.Context().Done()}
	r.healed = sync.NewCond(&r.mu)
	if r.listener, err = new(net.ListenConfig).Listen(t.Context(), "unix", filepath.Join(dir, socket)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.listener.Close(); r.set(false) })
	go func() {
		for {
			from, err := r.listener.Accept()
			if err != nil {
				return
			}
			go func() {
				r.pass()
				to, err := new(net.Dialer).DialContext(t.Context(), "unix", filepath.Join(c.Dir(), socket))
				if err != nil {
					_ = from.Close()
					return
				}
				go r.copy(to, from)
				r.copy(from, to)
			}()
		}
	}()
	return r
}

// pass waits while the network is cut.
func (r *relay) pass() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for r.cut {
		r.healed.Wait()
	}
}

func (r *relay) set(cut bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cut = cut
	r.healed.Broadcast()
}

// copy passes bytes on; those that come while the network is cut wait.
func (r *relay) copy(to io.WriteCloser, from io.Reader) {
	defer func() { _ = to.Close() }()
	buffer := make([]byte, 64<<10)
	for {
		n, err := from.Read(buffer)
		r.pass()
		if r.swallows(buffer[:n]) {
			continue // nothing more of this connection arrives
		}
		if at := r.stallsAt(buffer[:n]); at >= 0 {
			_, _ = to.Write(buffer[:at])
			close(r.stalled)
			<-r.quit
			return
		}
		if n > 0 {
			if _, writeErr := to.Write(buffer[:n]); writeErr != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// stall has what is sent arrive up to a text, and no more of that connection, as from a process that stands still.
func (r *relay) stall(text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.stalls = text
}

// stallsAt is how much of what is sent arrives, -1 for all.
func (r *relay) stallsAt(sent []byte) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.stalls == "" {
		return -1
	}
	at := bytes.Index(sent, []byte(r.stalls))
	if at >= 0 {
		r.stalls = ""
	}
	return at
}

// swallow has notifications of commits arrive no more.
func (r *relay) swallow() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.deaf = true
}

// swallows reports whether that is a notification, and they are swallowed: the statement,
// or the name of its channel where that is prepared.
func (r *relay) swallows(sent []byte) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.deaf && (bytes.Contains(sent, []byte("pg_notify")) || bytes.Contains(sent, []byte("\x00\x00\x00\x08minimost")))
}

func TestClusterGoesOnWithoutAServerThatIsCutOff(t *testing.T) {
	c, name := startCluster(t)
	network := newRelay(t, c)
	nodes := []*process{
		launch(t, t.TempDir(), "--db="+shared(name, network.dir)),
		launch(t, t.TempDir(), "--db="+shared(name, c.Dir())),
	}
	alice, bob := nodes[0].signUp("alice"), nodes[1].signUp("bob")
	bob.must(200, bob.form("/send/general", "text", "before"))
	page := alice.socket("general")
	ended := make(chan time.Duration, 1)
	began := time.Now()
	network.set(true)
	go func() { page.end(); ended <- time.Since(began) }()
	refused := make(chan time.Duration, 1)
	go func() {
		for alice.get("/readyz").status != 503 {
			time.Sleep(pace)
		}
		refused <- time.Since(began)
	}()
	// Whoever goes on writes at once, or when a lock that the other may have is over.
	bob.key = strings.Repeat("a", 32)
	eventually(t, "the other server writes", func() bool { return bob.form("/send/general", "text", "meanwhile").status == 200 })
	wrote := time.Since(began)
	cutOffFigures(t, wrote, <-refused, <-ended)
	network.set(false)
	eventually(t, "the server is ready", func() bool { return alice.get("/readyz").status == 200 })
	eventually(t, "nothing is stale", func() bool { return strings.Contains(alice.get("/messages/general").body, `"meanwhile"`) })
}

// cutOffFigures reports what the others and the proxy notice of a server that is cut off.
func cutOffFigures(t *testing.T, wrote, notReady, closed time.Duration) {
	t.Helper()
	figure(t, "the other server wrote after", wrote, 3*time.Second)
	figure(t, "the server was not ready after", notReady, 3*time.Second)
	figure(t, "its socket ended after", closed, 3*time.Second)
}

func TestClusterKnowsOfACommitWhoseServerDiedBeforeItTold(t *testing.T) {
	c, name := startCluster(t)
	network := newRelay(t, c)
	nodes := []*process{
		launch(t, t.TempDir(), "--db="+shared(name, network.dir)),
		launch(t, t.TempDir(), "--db="+shared(name, c.Dir())),
	}
	alice, bob := nodes[0].signUp("alice"), nodes[1].signUp("bob")
	page := bob.socket("general")
	shows := func(text string) {
		t.Helper()
		for !strings.Contains(page.Text(), ">"+text+"</p>") {
			if !page.Scan() {
				t.Fatalf("%s does not come", text)
			}
		}
	}
	alice.must(200, alice.form("/send/general", "text", "told of"))
	shows("told of")
	network.swallow()
	alice.must(200, alice.form("/send/general", "text", "not told of"))
	began := time.Now()
	nodes[0].signal(syscall.SIGKILL)
	shows("not told of")
	took := time.Since(began)
	figure(t, "a page at the other server had it after the answer", took, 300*time.Millisecond)
}

func TestClusterServerThatSleptShowsWhatWasTrimmedMeanwhile(t *testing.T) {
	c, name := startCluster(t)
	nodes := launchNodes(t, 2, shared(name, c.Dir()))
	alice, bob := nodes[0].signUp("alice"), nodes[1].signUp("bob")
	alice.must(200, alice.get("/messages/general"))
	nodes[0].signal(syscall.SIGSTOP)
	for range 50 {
		bob.must(200, bob.form("/send/general", "text", "meanwhile"))
	}
	bob.must(200, bob.form("/send/general", "text", "the last"))
	if err := c.Exec(name, "DELETE FROM changes WHERE seq < (SELECT max(seq) FROM changes)"); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	nodes[0].signal(syscall.SIGCONT)
	eventually(t, "it shows the last", func() bool { return strings.Contains(alice.get("/messages/general?limit=200").body, `"the last"`) })
	took := time.Since(began)
	figure(t, "after it went on it showed what had been trimmed", took, time.Second)
	alice.must(200, alice.form("/send/general", "text", "and writes"))
}

// TestClusterFreesTheLockOfAServerThatStandsStill: it has sent a part of what it does with the lock, and its system
// answers for it, so that nothing on the way ends the connection.
func TestClusterFreesTheLockOfAServerThatStandsStill(t *testing.T) {
	c, name := startCluster(t)
	network := newRelay(t, c)
	nodes := []*process{
		launch(t, t.TempDir(), "--db="+shared(name, network.dir)),
		launch(t, t.TempDir(), "--db="+shared(name, c.Dir())),
	}
	alice, bob := nodes[0].signUp("alice"), nodes[1].signUp("bob")
	alice.key, bob.key = strings.Repeat("a", 32), strings.Repeat("b", 32)
	network.stall("half of this")
	sent := make(chan struct{})
	go func() { defer close(sent); alice.form("/send/general", "text", "half of this") }()
	<-network.stalled
	nodes[0].signal(syscall.SIGSTOP)
	began := time.Now()
	eventually(t, "the other server writes", func() bool { return bob.form("/send/general", "text", "meanwhile").status == 200 })
	figure(t, "the other server wrote after", time.Since(began), 3*time.Second)
	nodes[0].signal(syscall.SIGCONT)
	<-sent
	eventually(t, "the server writes again", func() bool { return alice.form("/send/general", "text", "half of this").status == 200 })
	messages := bob.must(200, bob.get("/messages/general")).body
	if strings.Count(messages, `"half of this"`) != 1 || strings.Count(messages, `"meanwhile"`) != 1 {
		t.Errorf("each is to be there once: %s", messages)
	}
}
