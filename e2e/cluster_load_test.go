//go:build cluster

package e2e

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

var clusterSockets = flag.Int("sockets", 1000, "how many pages are open while a server is killed")

// figure reports what was measured beside what it should be. It fails nothing: a machine that does much else is slow.
func figure(t *testing.T, what string, took, bound time.Duration) {
	t.Helper()
	verdict := "within"
	if took > bound {
		verdict = "OVER"
	}
	t.Logf("%-60s %8s  %s %s", what, took.Round(time.Millisecond), verdict, bound)
}

// pace is how often somebody writes, or looks, in measurements.
const pace = 20 * time.Millisecond

// balancer is what a proxy with several servers does for one browser: it asks another
// where one does not answer. Without servers it asks the same address again.
type balancer struct {
	*person
	nodes []*process
	at    int
	// faults is how many answers said that a server failed.
	faults int
}

func (b *balancer) next() {
	if len(b.nodes) > 0 {
		b.at++
		b.moveTo(b.nodes[b.at%len(b.nodes)])
	}
}

// send sends a message under a key until a server acknowledges it.
func (b *balancer) send(text string) {
	b.key = fmt.Sprintf("%x", sha256.Sum256([]byte(text)))[:32]
	for began := time.Now(); time.Since(began) < patience; time.Sleep(pace) {
		r := b.form("/send/general", "text", text)
		switch {
		case r.err == nil && r.status == http.StatusOK:
			return
		case r.err != nil || r.status >= http.StatusInternalServerError:
			b.faults++
		default:
			b.t.Errorf("%s: %d %q", r.asked, r.status, r.body)
		}
		b.next()
	}
	b.t.Errorf("no server takes %q", text)
}

// load is people who write, each the next message once the last was acknowledged.
type load struct {
	t       *testing.T
	people  []*balancer
	quit    atomic.Bool
	done    sync.WaitGroup
	mu      sync.Mutex
	sent    []string
	each    []int
	slowest time.Duration
}

// startLoad has people write.
func startLoad(t *testing.T, people ...*balancer) *load {
	t.Helper()
	l := &load{t: t, people: people, each: make([]int, len(people))}
	for i, b := range people {
		l.done.Go(func() {
			for k := 0; !l.quit.Load(); k++ {
				text := fmt.Sprintf("%s writes %d", b.name, k)
				began := time.Now()
				b.send(text)
				l.mu.Lock()
				l.sent, l.slowest = append(l.sent, text), max(l.slowest, time.Since(began))
				l.each[i]++
				l.mu.Unlock()
				time.Sleep(pace)
			}
		})
	}
	t.Cleanup(func() { l.quit.Store(true); l.done.Wait() })
	return l
}

// goesOn returns once everybody has had so many more messages acknowledged.
func (l *load) goesOn(more int) {
	l.t.Helper()
	counts := func() []int {
		l.mu.Lock()
		defer l.mu.Unlock()
		return append([]int(nil), l.each...)
	}
	before := counts()
	eventually(l.t, "everybody writes", func() bool {
		for i, n := range counts() {
			if n < before[i]+more {
				return false
			}
		}
		return true
	})
}

// newest is the text that was acknowledged last.
func (l *load) newest() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.sent[len(l.sent)-1]
}

// ends has nobody write any more, and checks as somebody that every text that was acknowledged is there once.
func (l *load) ends(as *person) {
	l.t.Helper()
	l.quit.Store(true)
	l.done.Wait()
	as.key = ""
	found := make(map[string]int)
	for _, m := range (&witness{person: as}).history() {
		found[m.Content]++
	}
	missing, doubled := 0, 0
	for _, text := range l.sent {
		switch n := found[text]; {
		case n == 0:
			missing++
		case n > 1:
			doubled++
		}
	}
	l.t.Logf("of %d acknowledged messages %d are missing and %d doubled; %d tries failed, the slowest message took %s",
		len(l.sent), missing, doubled, l.faults(), l.slowest.Round(time.Millisecond))
	if missing+doubled > 0 {
		l.t.Error("messages are missing or doubled")
	}
}

// faults is how many tries have failed, once the load has ended.
func (l *load) faults() (n int) {
	for _, b := range l.people {
		n += b.faults
	}
	return n
}

// writersAt are people with accounts at one server after the other.
func writersAt(nodes []*process, n int) (list []*balancer) {
	for i := range n {
		list = append(list, &balancer{person: nodes[i%len(nodes)].signUp(fmt.Sprintf("writer%d", i)), nodes: nodes, at: i})
	}
	return list
}

// stillOpen keeps pages' sockets open, at another server where one has ended it, and
// counts how long they were without.
type stillOpen struct {
	pages   sync.WaitGroup
	quit    atomic.Bool
	mu      sync.Mutex
	open    int
	longest time.Duration
	closed  int
}

func (s *stillOpen) keep(b *balancer) {
	s.pages.Go(func() {
		page := b.socket("general")
		s.count(1)
		for !s.quit.Load() {
			if page.Scan() {
				continue
			}
			began, since := time.Now(), page.since
			s.count(-1)
			for page = nil; page == nil && !s.quit.Load(); {
				b.next()
				var err error
				if page, err = b.trySocketSince("general", since); err != nil {
					page = nil
					time.Sleep(pace)
				}
			}
			s.mu.Lock()
			s.closed++
			s.open++
			s.longest = max(s.longest, time.Since(began))
			s.mu.Unlock()
		}
	})
}

func (s *stillOpen) count(by int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open += by
}

// all reports whether so many are open.
func (s *stillOpen) all(n int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open == n
}

// dots watches how people are shown to somebody, who must be shown as active all the time.
type dots struct {
	quit  atomic.Bool
	done  sync.WaitGroup
	looks int
	wrong map[string]string
}

func watchDots(b *balancer, names ...string) *dots {
	d := &dots{wrong: make(map[string]string)}
	// A page that has just opened shows within a second.
	eventually(b.t, "everybody is shown as active", func() bool {
		shown, _ := statesFor(b.person)
		return !slices.ContainsFunc(names, func(name string) bool { return shown[name] != "active" })
	})
	d.done.Go(func() {
		for ; !d.quit.Load(); time.Sleep(pace) {
			shown, known := statesFor(b.person)
			if !known {
				b.next()
				continue
			}
			d.looks++
			for _, name := range names {
				if shown[name] != "active" {
					d.wrong[name] = fmt.Sprintf("%q at look %d", shown[name], d.looks)
				}
			}
		}
	})
	return d
}

// ends fails where somebody was shown as anything else.
func (d *dots) ends(t *testing.T) {
	t.Helper()
	d.quit.Store(true)
	d.done.Wait()
	t.Logf("of %d looks at dots, those of %d people were wrong", d.looks, len(d.wrong))
	if len(d.wrong) > 0 || d.looks == 0 {
		t.Errorf("people who were there all the time were shown as %v", d.wrong)
	}
}
