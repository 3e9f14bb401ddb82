//go:build cluster

package e2e

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// processor is how much processor time the server has taken.
func (p *process) processor() time.Duration {
	p.t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		p.t.Fatal(err)
	}
	fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
	user, _ := strconv.ParseInt(fields[11], 10, 64)
	system, _ := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * 10 * time.Millisecond
}

// side is one of those that are compared: servers that are asked in turn, and what their
// database takes of the processor beside them.
type side struct {
	name     string
	people   []*person
	nodes    []*process
	database func() time.Duration
}

// result is what one side did in one round.
type result struct {
	perSecond        float64
	server, database time.Duration // processor time a request
}

const costWorkers, costRequests, costRounds = 16, 1600, 3

// ask has every worker ask, and measures.
func (s *side) ask(request func(b *person, n int) reply) (r result) {
	before, beside := s.processor(), s.database()
	began := time.Now()
	var done sync.WaitGroup
	for w, b := range s.people {
		done.Go(func() {
			for n := range costRequests / costWorkers {
				if a := request(b, w*costRequests+n); a.err != nil || a.status/100 != 2 {
					b.t.Errorf("%s: %d %q %v", a.asked, a.status, a.body, a.err)
				}
			}
		})
	}
	done.Wait()
	r.perSecond = costRequests / time.Since(began).Seconds()
	r.server, r.database = (s.processor()-before)/costRequests, (s.database()-beside)/costRequests
	return r
}

func (s *side) processor() (all time.Duration) {
	for _, p := range s.nodes {
		all += p.processor()
	}
	return all
}

func newSide(t *testing.T, name string, nodes []*process, database func() time.Duration) *side {
	t.Helper()
	s := &side{name: name, nodes: nodes, database: database}
	for i := range costWorkers {
		s.people = append(s.people, nodes[i%len(nodes)].signUp(fmt.Sprintf("worker%d", i)))
	}
	return s
}

// TestClusterCosts says what one server on PostgreSQL does beside one on presence.db, and
// three beside one, with everything on the same machine: requests a second and processor
// time a request, of the servers and of PostgreSQL, medians of rounds in turn.
func TestClusterCosts(t *testing.T) {
	none := func() time.Duration { return 0 }
	sides := []*side{newSide(t, "presence.db", []*process{launch(t, t.TempDir())}, none)}
	for _, n := range []int{1, 3} {
		c, name := startCluster(t)
		nodes := launchNodes(t, n, shared(name, c.Dir()))
		sides = append(sides, newSide(t, fmt.Sprintf("PostgreSQL, %d", n), nodes, func() time.Duration {
			took, err := c.Processor()
			if err != nil {
				t.Error(err)
			}
			return took
		}))
	}
	requests := []struct {
		name string
		ask  func(b *person, n int) reply
	}{
		{"GET /messages", func(b *person, _ int) reply { return b.get("/messages/general?limit=50") }},
		{"GET /online_users", func(b *person, _ int) reply { return b.get("/online_users") }},
		{"POST /mark_read", func(b *person, _ int) reply { return b.form("/mark_read/general") }},
		{"POST /send", func(b *person, n int) reply { return b.form("/send/general", "text", fmt.Sprint("message ", n)) }},
		{"POST /typing", func(b *person, _ int) reply { return b.json("/typing/general", "") }},
	}
	for _, request := range requests {
		found := make(map[*side][]result)
		for range costRounds {
			for _, s := range sides {
				found[s] = append(found[s], s.ask(request.ask))
			}
		}
		for _, s := range sides {
			list := found[s]
			slices.SortFunc(list, func(a, b result) int { return int(a.perSecond - b.perSecond) })
			r := list[costRounds/2]
			t.Logf("%-18s %-14s %7.0f/s  %6s server  %6s database", request.name, s.name, r.perSecond, r.server.Round(time.Microsecond), r.database.Round(time.Microsecond))
		}
	}
	for _, s := range sides {
		for _, p := range s.nodes {
			if p.stop(); t.Failed() {
				t.Logf("%s said: %s", s.name, p.stderr)
			}
		}
	}
}
