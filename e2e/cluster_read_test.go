//go:build cluster

package e2e

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"
)

// slowestOf has somebody write as long as something goes on, at least so often, and returns how long the slowest hundredth
// took, and the slowest of all.
func slowestOf(t *testing.T, writer *person, least int, ended <-chan struct{}) (p99, slowest time.Duration) {
	t.Helper()
	var took []time.Duration
	for n := 0; ; n++ {
		select {
		case <-ended:
			if n >= least {
				slices.Sort(took)
				return took[len(took)*99/100], took[len(took)-1]
			}
		default:
		}
		began := time.Now()
		writer.must(200, writer.form("/send/random", "text", fmt.Sprint("message ", n)))
		took = append(took, time.Since(began))
		time.Sleep(pace / 4)
	}
}

// TestClusterWritesWhileManyMarkMuchAsRead: 16 people mark 10,000 messages at one server, beside somebody who writes at another.
func TestClusterWritesWhileManyMarkMuchAsRead(t *testing.T) {
	const readers, messages = 16, 10_000
	c, name := startCluster(t)
	nodes := launchNodes(t, 2, shared(name, c.Dir()))
	var people []*person
	for i := range readers {
		people = append(people, nodes[0].signUp(fmt.Sprintf("reader%d", i)))
	}
	writer := nodes[1].signUp("writer")
	must(t, c.Exec(name, fmt.Sprintf(`INSERT INTO messages (channel, sender, content, ts, changed_ts, sent_ts)
		SELECT 'general', 'writer', 'text', s, s, s FROM (SELECT extract(epoch FROM now()) + i * 0.00001 AS s FROM generate_series(1, %d) AS i) AS m`, messages)))
	nothing := make(chan struct{})
	close(nothing)
	slowestOf(t, writer, 50, nothing)
	p99, slowest := slowestOf(t, writer, 300, nothing)
	marked := make(chan struct{})
	var all sync.WaitGroup
	began := time.Now()
	for _, b := range people {
		all.Go(func() {
			if r := b.form("/mark_read/general"); r.err != nil || r.status != 204 {
				t.Errorf("%s: %d %s %v", b.name, r.status, r.body, r.err)
			}
		})
	}
	var took time.Duration
	go func() { all.Wait(); took = time.Since(began); close(marked) }()
	p99With, slowestWith := slowestOf(t, writer, 1, marked)
	t.Logf("%d people marked %d messages as read in %s", readers, messages, took.Round(time.Millisecond))
	t.Logf("meanwhile the slowest hundredth of messages took %s (%s before), the slowest %s (%s before)", p99With, p99, slowestWith, slowest)
	figure(t, "the slowest message meanwhile", slowestWith, time.Second/2)
	must(t, c.Exec(name, fmt.Sprintf("SELECT 1 / CASE WHEN count(*) = %d THEN 1 ELSE 0 END FROM read_receipts WHERE channel = 'general'", readers*messages)))
}
