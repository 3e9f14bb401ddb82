package postgres_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"minimost/chat"
	"minimost/postgres"
)

func TestNoNodeGoesByARowThatAnotherHasChanged(t *testing.T) {
	t.Parallel()
	_, one, two := twoNodes(t)
	defer func() { must(t, one.Close()); must(t, two.Close()) }()
	nodes, ctx, now := []*postgres.Node{one, two}, t.Context(), one.Now()
	addUser(t, one.Store, "alice")
	addUser(t, one.Store, "bob")
	var last chat.Message
	for i := range 6 {
		m, err := nodes[i%2].Send(ctx, "alice", "general", fmt.Sprint(i), 0, now) // by a clock that stands still
		must(t, err)
		if m.ID <= last.ID || m.TS <= last.TS {
			t.Errorf("message %d has stamp %v after %d with %v", m.ID, m.TS, last.ID, last.TS)
		}
		last = m
	}
	for i := range 6 {
		reactions, err := nodes[i%2].React(ctx, "bob", last.ID, "👍", now)
		must(t, err)
		if len(reactions) != (i+1)%2 {
			t.Errorf("after %d turns: %v", i+1, reactions)
		}
	}
	for i, n := range []*postgres.Node{one, two, one, two} {
		override, shown := chat.OverrideOffline, 0
		if i%2 == 1 {
			override, shown = chat.Automatic, 1
		}
		must(t, n.StartTyping(ctx, "bob", "general", now))
		must(t, n.ChooseOverride(ctx, "bob", override, 0, now))
		must(t, nodes[(i+1)%2].StopTyping(ctx, "bob", "general"))
		must(t, nodes[(i+1)%2].StartTyping(ctx, "bob", "general", now))
		rows, err := n.Typing(ctx, "general", now)
		must(t, err)
		if len(rows) != shown {
			t.Errorf("as %q, %d are typing", override, len(rows))
		}
	}
}

func TestAStatementThatFailsWithTheCommitTakesNoOtherWithIt(t *testing.T) {
	t.Parallel()
	d := newDatabase(t)
	s, _ := openNode(t, d)
	names := []string{"alice", "bob", "carol"}
	for _, name := range names {
		addUser(t, s, name)
	}
	d.exec(t, `ALTER TABLE typing ADD CONSTRAINT nobody CHECK ("user" <> 'bob')`)
	defer d.exec(t, "ALTER TABLE typing DROP CONSTRAINT nobody")
	failed := make(map[string]bool)
	var mu sync.Mutex
	var typing sync.WaitGroup
	d.with(t, func(ctx context.Context, conn *pgx.Conn) error {
		// While this has the lock of those who write, they come together.
		if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock(1835626089)"); err != nil {
			return err
		}
		for _, name := range names {
			typing.Go(func() {
				err := s.StartTyping(ctx, name, "general", noon)
				mu.Lock()
				defer mu.Unlock()
				failed[name] = err != nil
			})
		}
		eventually(t, "one waits", func() bool {
			var waits bool
			must(t, conn.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))").Scan(&waits))
			return waits
		})
		_, err := conn.Exec(ctx, "SELECT pg_advisory_unlock(1835626089)")
		typing.Wait()
		return err
	})
	if failed["alice"] || !failed["bob"] || failed["carol"] {
		t.Errorf("failed: %v", failed)
	}
	rows, err := s.Typing(t.Context(), "general", noon.Add(time.Millisecond))
	must(t, err)
	if len(rows) != 2 {
		t.Errorf("%d are typing", len(rows))
	}
}
