//go:build cluster

// What several servers on one PostgreSQL stand, by `make cluster`.
package e2e

import (
	"flag"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/gobwas/ws"
)

var clusterSockets = flag.Int("sockets", 1000, "how many pages are open while a server is killed")

// balancer is what a proxy with several servers does for one browser: it asks another
// where one does not answer.
type balancer struct {
	*person
	nodes []*process
	at    int
}

func (b *balancer) next() {
	b.at++
	b.moveTo(b.nodes[b.at%len(b.nodes)])
}

// send sends a message under a key until a server acknowledges it.
func (b *balancer) send(text string) (tries int) {
	b.t.Helper()
	b.key = fmt.Sprintf("%032x", text)[:32]
	for began := time.Now(); time.Since(began) < patience; tries++ {
		r := b.form("/send/general", "text", text)
		if r.err == nil && r.status == 200 {
			return tries
		}
		if r.err == nil && r.status != 503 && r.status != 429 {
			b.t.Errorf("%s: %d %q", r.asked, r.status, r.body)
		}
		b.next()
		time.Sleep(20 * time.Millisecond)
	}
	b.t.Fatalf("no server takes %q", text)
	return tries
}

// count is how often each text stands in the channel.
func (b *balancer) count() map[string]int {
	b.t.Helper()
	found := make(map[string]int)
	for _, m := range (&witness{person: b.person}).history() {
		found[m.Content]++
	}
	return found
}

// exactlyOnce checks that every text that was acknowledged is there once.
func (b *balancer) exactlyOnce(sent []string) {
	b.t.Helper()
	b.key = ""
	found := b.count()
	missing, doubled := 0, 0
	for _, text := range sent {
		switch n := found[text]; {
		case n == 0:
			missing++
		case n > 1:
			doubled++
		}
	}
	b.t.Logf("of %d acknowledged messages %d are missing and %d doubled", len(sent), missing, doubled)
	if missing+doubled > 0 {
		b.t.Error("messages are missing or doubled")
	}
}

// writers send from several browsers until stop is called, which returns what was
// acknowledged.
func writers(t *testing.T, nodes []*process, n int) (first *balancer, stop func() (sent []string, slowest time.Duration)) {
	t.Helper()
	var quit atomic.Bool
	var mu sync.Mutex
	var all []string
	var slowest time.Duration
	var done sync.WaitGroup
	for i := range n {
		b := &balancer{person: nodes[i%len(nodes)].signUp(fmt.Sprintf("writer%d", i)), nodes: nodes, at: i}
		if first == nil {
			first = b
		}
		done.Go(func() {
			for k := 0; !quit.Load(); k++ {
				text := fmt.Sprintf("%d of %s", k, b.name)
				began := time.Now()
				b.send(text)
				mu.Lock()
				all, slowest = append(all, text), max(slowest, time.Since(began))
				mu.Unlock()
				time.Sleep(20 * time.Millisecond)
			}
		})
	}
	return first, func() ([]string, time.Duration) { quit.Store(true); done.Wait(); return all, slowest }
}

// stillOpen keeps a page's socket open, at another server where one has ended it, and
// counts how long it was without.
type stillOpen struct {
	mu      sync.Mutex
	longest time.Duration
	closed  int
}

func (s *stillOpen) keep(b *balancer, quit *atomic.Bool) {
	page := b.socket("general")
	for !quit.Load() {
		if page.Scan() {
			continue
		}
		if quit.Load() {
			return
		}
		began := time.Now()
		for page = nil; page == nil && !quit.Load(); {
			b.next()
			if page = b.trySocket(); page == nil {
				time.Sleep(50 * time.Millisecond)
			}
		}
		s.mu.Lock()
		s.closed++
		s.longest = max(s.longest, time.Since(began))
		s.mu.Unlock()
	}
}

// trySocket opens a page and its socket, where the server answers.
func (b *balancer) trySocket() *pageSocket {
	r := b.get("/c/general")
	found := sinceAttribute.FindStringSubmatch(r.body)
	if r.err != nil || r.status != 200 || found == nil {
		return nil
	}
	address := strings.Replace(b.base, "http", "ws", 1) + "/ui/socket/general?tab=" + b.name + "&since=" + found[1]
	target, err := url.Parse(b.base)
	if err != nil {
		b.t.Error(err)
		return nil
	}
	dialer := ws.Dialer{Header: ws.HandshakeHeaderHTTP(b.socketHeader(target)), Timeout: patience}
	conn, reader, _, err := dialer.Dial(b.t.Context(), address)
	if err != nil {
		return nil
	}
	b.t.Cleanup(func() { _ = conn.Close() })
	return newPageSocket(conn, reader)
}

func TestClusterLosesNothingWhenAServerIsKilled(t *testing.T) {
	c, name := startCluster(t)
	nodes := launchNodes(t, 3, shared(name, c.Dir()))
	var quit atomic.Bool
	var open stillOpen
	var pages sync.WaitGroup
	const people = 25
	for i := range people {
		someone := nodes[i%3].signUp(fmt.Sprintf("reader%d", i))
		for k := range *clusterSockets / people {
			tab := *someone
			tab.name = someone.name
			b := &balancer{person: &tab, nodes: nodes, at: i + k}
			b.next()
			pages.Go(func() { open.keep(b, &quit) })
		}
	}
	first, stop := writers(t, nodes, 4)
	time.Sleep(5 * time.Second)
	nodes[0].signal(syscall.SIGKILL)
	nodes[0].exit()
	time.Sleep(10 * time.Second)
	sent, slowest := stop()
	quit.Store(true)
	first.nodes = nodes[1:]
	first.next()
	first.exactlyOnce(sent)
	t.Logf("%d sockets opened again at other servers, the last after %s; the slowest message took %s", open.closed, open.longest, slowest)
	if open.longest > 10*time.Second {
		t.Errorf("a page was without a socket for %s", open.longest)
	}
}

func TestClusterLosesNothingWhenTheDatabaseFailsOver(t *testing.T) {
	c, name := startCluster(t)
	standby, err := c.Standby()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(standby.Stop)
	nodes := launchNodes(t, 2, shared(name, c.Dir(), standby.Dir()))
	first, stop := writers(t, nodes, 4)
	page := first.socket("general")
	time.Sleep(3 * time.Second)
	c.Kill()
	if err := standby.Promote(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(8 * time.Second)
	sent, slowest := stop()
	first.exactlyOnce(sent)
	t.Logf("the slowest message took %s", slowest)
	_ = page
}

func TestClusterRestartsOneServerAfterTheOther(t *testing.T) {
	c, name := startCluster(t)
	url := shared(name, c.Dir())
	nodes := launchNodes(t, 3, url)
	first, stop := writers(t, nodes, 3)
	watcher := nodes[2].signUp("watcher")
	page := watcher.socket("general")
	offline := 0
	for i := range 2 { // the third has the watcher's page
		if status := nodes[i].stop(); status != 0 {
			t.Errorf("server %d stops with status %d", i, status)
		}
		again := launch(t, t.TempDir(), "--db="+url)
		nodes[i].mu.Lock()
		nodes[i].url = again.url
		nodes[i].mu.Unlock()
		time.Sleep(time.Second)
		if state := stateOf(watcher); state != "active" {
			offline++
		}
	}
	sent, slowest := stop()
	first.exactlyOnce(sent)
	t.Logf("the slowest message took %s; the watcher was not active after %d of 2 restarts", slowest, offline)
	if offline > 0 {
		t.Error("a restart took the presence of somebody whose server went on")
	}
	_ = page
}

// stateOf is how the person is shown.
func stateOf(b *person) string {
	var people map[string]string
	b.read("/online_users", &people)
	return people[b.name]
}
