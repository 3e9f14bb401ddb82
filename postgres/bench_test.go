package postgres_test

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"minimost/chat"
	"minimost/postgres"
)

// BenchmarkWrites is what sixteen people at a time do on one server and on three that
// share a database, each on one of them.
func BenchmarkWrites(b *testing.B) {
	for _, nodes := range []int{1, 3} {
		for name, write := range map[string]func(*postgres.Node, string, int) error{
			"typing": func(n *postgres.Node, user string, _ int) error {
				return n.StartTyping(context.Background(), user, "general", n.Now())
			},
			"send": func(n *postgres.Node, user string, i int) error {
				_, err := n.Send(context.Background(), user, "general", fmt.Sprint("message ", i), 0, n.Now())
				return err
			},
		} {
			b.Run(fmt.Sprintf("%s/%d", name, nodes), func(b *testing.B) { benchWrites(b, nodes, write) })
		}
	}
}

func benchWrites(b *testing.B, nodes int, write func(*postgres.Node, string, int) error) {
	d := newDatabase(b)
	servers := make([]*postgres.Node, nodes)
	for i := range servers {
		servers[i] = serveNode(b, d, nil)
	}
	defer func() {
		for _, n := range servers {
			must(b, n.Close())
		}
	}()
	const people = 16
	for i := range people {
		addUser(b, servers[0].Store, fmt.Sprint("person", i))
	}
	var next atomic.Int64
	b.SetParallelism(people / 2)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		who := int(next.Add(1))
		for i := 0; pb.Next(); i++ {
			if err := write(servers[who%nodes], fmt.Sprint("person", who%people), i); err != nil {
				b.Error(err)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "writes/s")
}

// BenchmarkRenewTabs renews the pages of a thousand people of whom nothing is remembered, while somebody types: how long that
// takes in all, and how long the slowest keystroke took, in the middle of all rounds.
func BenchmarkRenewTabs(b *testing.B) {
	n := serveNode(b, newDatabase(b), nil)
	defer func() { must(b, n.Close()) }()
	ctx := context.Background()
	addUser(b, n.Store, "typist")
	tabs := make(map[string][]string)
	for i := range 1000 {
		user := fmt.Sprint("person", i)
		tabs[user] = []string{"tab"}
		must(b, n.Say(ctx, user, chat.Said{Tab: "tab", Session: "s", State: chat.Active, Word: 1, Opens: true}, n.Now()))
	}
	var slowest []time.Duration
	b.ResetTimer()
	for range b.N {
		must(b, n.SetZone(ctx, "typist", "")) // makes the writer forget
		done := make(chan struct{})
		longest := make(chan time.Duration)
		go func() {
			var most time.Duration
			for {
				select {
				case <-done:
					longest <- most
					return
				default:
					began := time.Now()
					if err := n.StartTyping(ctx, "typist", "general", n.Now()); err != nil {
						b.Error(err)
					}
					most = max(most, time.Since(began))
				}
			}
		}()
		must(b, n.RenewTabs(ctx, tabs, n.Now()))
		close(done)
		slowest = append(slowest, <-longest)
	}
	slices.Sort(slowest)
	b.ReportMetric(slowest[len(slowest)/2].Seconds()*1000, "ms-slowest")
}
