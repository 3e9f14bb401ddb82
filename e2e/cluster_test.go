//go:build cluster

// What several servers on one PostgreSQL stand, by `make cluster`: times are reported beside what they should be, and what is
// lost, doubled or wrong fails.
package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestClusterLosesNothingWhenAServerIsKilled(t *testing.T) {
	c, name := startCluster(t)
	nodes := launchNodes(t, 3, shared(name, c.Dir()))
	var open stillOpen
	const people = 25
	var names []string
	for i := range people {
		someone := nodes[i%3].signUp(fmt.Sprintf("reader%d", i))
		names = append(names, someone.name)
		for k := range *clusterSockets / people {
			tab := *someone
			b := &balancer{person: &tab, nodes: nodes, at: i + k}
			b.next()
			open.keep(b)
		}
	}
	sockets := people * (*clusterSockets / people)
	eventually(t, "all sockets are open", func() bool { return open.all(sockets) })
	observer := &balancer{person: nodes[1].signUp("observer"), nodes: nodes[1:]}
	seen := watchDots(observer, names...)
	l := startLoad(t, writersAt(nodes, 4)...)
	l.goesOn(20)
	nodes[0].signal(syscall.SIGKILL)
	nodes[0].exit()
	l.goesOn(50)
	eventually(t, "all sockets are open again", func() bool { return open.all(sockets) })
	time.Sleep(deadPagesEnd) // those of the killed server must not end the people's presence
	seen.ends(t)
	open.quit.Store(true)
	l.ends(nodes[1].signUp("reader"))
	figure(t, fmt.Sprintf("%d sockets of the killed server were open at others, the last", open.closed), open.longest, 10*time.Second)
}

// deadPagesEnd is when the pages that were open at a server that died count as gone, and a little.
const deadPagesEnd = 17 * time.Second

func TestClusterLosesNothingWhenTheDatabaseFailsOver(t *testing.T) {
	c, name := startCluster(t)
	standby, err := c.Standby()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(standby.Stop)
	nodes := launchNodes(t, 2, shared(name, c.Dir(), standby.Dir()))
	reader := nodes[1].signUp("reader")
	page := &balancer{person: reader, nodes: nodes[1:]}
	var open stillOpen
	open.keep(page)
	seen := watchDots(&balancer{person: nodes[0].signUp("observer"), nodes: nodes}, "reader")
	l := startLoad(t, writersAt(nodes, 4)...)
	l.goesOn(50)
	reader.must(204, reader.form("/mark_read/general")) // the page opens at the newest
	before := reader.cursorOf("general")
	c.Kill()
	began := time.Now()
	if err := standby.Promote(); err != nil {
		t.Fatal(err)
	}
	l.goesOn(1)
	figure(t, "after the primary was killed everybody wrote on its standby", time.Since(began), 10*time.Second)
	newest := l.newest()
	eventually(t, "a cursor from before brings what was written after", func() bool {
		return strings.Contains(reader.must(200, reader.get("/ui/live/general?tab=reader&since="+before)).body, newest+"<")
	})
	l.goesOn(50)
	seen.ends(t)
	l.ends(nodes[0].signUp("witness"))
	open.quit.Store(true)
}

// through is somebody who goes through the same proxy as somebody else.
func through(p *process, like *person, name string) *person {
	p.t.Helper()
	someone := p.person(name)
	someone.base, someone.client.Transport = like.base, like.client.Transport
	someone.must(302, someone.form("/signup", "username", name, "password", somePassword, "confirm_password", somePassword))
	return someone
}

// takes reports whether the proxy sends a browser to a server, by the cookie that names it: another's is set where it does not.
func (b *person) takes(server string) bool {
	req, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, b.base+"/readyz", http.NoBody)
	if err != nil {
		b.t.Fatal(err)
	}
	req.AddCookie(&http.Cookie{Name: "minimost_server", Value: server})
	res, err := b.client.Transport.RoundTrip(req)
	if err != nil {
		return false
	}
	_ = res.Body.Close()
	return res.StatusCode == http.StatusOK && len(res.Cookies()) == 0
}

// TestClusterRestartsOneServerAfterTheOther: each of three behind HAProxy, under load. Nobody is answered that a server failed.
func TestClusterRestartsOneServerAfterTheOther(t *testing.T) {
	c, name := startCluster(t)
	var nodes []*process
	var flags []string
	alice := haproxyBefore(t, func(base string) []*process {
		flags = []string{"--db=" + shared(name, c.Dir()), "--base-url=" + base, "--trusted-proxies=127.0.0.1"}
		for range 3 {
			nodes = append(nodes, launch(t, t.TempDir(), flags...))
		}
		return nodes
	})
	var people []*balancer
	for i := range 3 {
		people = append(people, &balancer{person: through(nodes[0], alice, fmt.Sprintf("writer%d", i))})
	}
	var open stillOpen
	var names []string
	for i := range 6 {
		names = append(names, fmt.Sprintf("watcher%d", i))
		open.keep(&balancer{person: through(nodes[0], alice, names[i])})
	}
	eventually(t, "all sockets are open", func() bool { return open.all(len(names)) })
	seen := watchDots(&balancer{person: alice}, names...)
	l := startLoad(t, people...)
	for i, server := range []string{"a", "b", "c"} {
		eventually(t, "the proxy knows the server", func() bool { return alice.takes(server) })
		l.goesOn(20)
		if status := nodes[i].stop(); status != 0 {
			t.Errorf("server %s stops with status %d", server, status)
		}
		l.goesOn(20)
		nodes[i] = launchWith(t, t.TempDir(), nil, append([]string{"serve", "--addr=" + strings.TrimPrefix(nodes[i].url, "http://"), "--rate-limits=false"}, flags...)...)
		eventually(t, "the proxy knows the server again", func() bool { return alice.takes(server) })
	}
	eventually(t, "all sockets are open", func() bool { return open.all(len(names)) })
	seen.ends(t)
	l.ends(alice)
	if n := l.faults(); n > 0 {
		t.Errorf("%d requests were answered that a server failed, or not at all", n)
	}
	figure(t, fmt.Sprintf("%d sockets were open at another server, the last", open.closed), open.longest, 10*time.Second)
	open.quit.Store(true)
}

// statesFor is how everybody is shown to somebody, where a server says so.
func statesFor(b *person) (people map[string]string, known bool) {
	r := b.get("/online_users")
	if r.err != nil || r.status != http.StatusOK {
		return nil, false
	}
	return people, json.Unmarshal([]byte(r.body), &people) == nil
}
