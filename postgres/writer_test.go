package postgres_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"minimost/postgres"
)

// newestChange is how many transactions have been committed.
func newestChange(t *testing.T, d database) (seq int64) {
	t.Helper()
	d.with(t, func(ctx context.Context, conn *pgx.Conn) error {
		return conn.QueryRow(ctx, "SELECT coalesce(max(seq), 0) FROM changes").Scan(&seq)
	})
	return seq
}

// TestWhoWritesHasTheLimitsOfTheURL: also on the session that has migrated, for which they were lifted.
func TestWhoWritesHasTheLimitsOfTheURL(t *testing.T) {
	t.Parallel()
	n := serveNode(t, newDatabase(t), nil)
	defer func() { must(t, n.Close()) }()
	for _, name := range []string{"statement_timeout", "lock_timeout"} {
		if is, err := n.WriterSetting(t.Context(), name); err != nil || is != "1min" {
			t.Errorf("%s is %s, want 1min; %v", name, is, err)
		}
	}
}

// TestWhoWritesSeesWhatTheLastOneLeft: also where the database has its transactions see less, as those that wait for a migration would.
func TestWhoWritesSeesWhatTheLastOneLeft(t *testing.T) {
	t.Parallel()
	d := newDatabase(t)
	d.exec(t, "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_isolation = serializable', current_database()); END $$")
	n := serveNode(t, d, nil)
	defer func() { must(t, n.Close()) }()
	if is, err := n.WriterSetting(t.Context(), "transaction_isolation"); err != nil || is != "read committed" {
		t.Errorf("who writes has the isolation %s, want read committed; %v", is, err)
	}
}

// TestATransactionTakesTwoRoundTrips: all others wait for whoever writes.
func TestATransactionTakesTwoRoundTrips(t *testing.T) {
	t.Parallel()
	d := newDatabase(t)
	n := serveNode(t, d, nil)
	defer func() { must(t, n.Close()) }()
	const people = 8
	trips, err := n.CountWriting(t.Context())
	must(t, err)
	for i := range people {
		addUser(t, n.Store, fmt.Sprint("person", i))
	}
	do := map[string]func(user string, i int) error{
		"send": func(user string, i int) error {
			_, err := n.Send(t.Context(), user, "general", fmt.Sprint("message ", i), 0, noon)
			return err
		},
		"typing": func(user string, _ int) error { return n.StartTyping(t.Context(), user, "general", noon) },
	}
	for name, do := range do {
		all := func() {
			var done sync.WaitGroup
			for p := range people {
				done.Go(func() {
					for i := range 5 {
						if err := do(fmt.Sprint("person", p), i); err != nil {
							t.Error(err)
						}
					}
				})
			}
			done.Wait()
		}
		all() // the rows that it stands on are known then, and the statements
		before, commits := trips.Load(), newestChange(t, d)
		all()
		took, commits := trips.Load()-before, newestChange(t, d)-commits
		if took != 2*commits {
			t.Errorf("%s: %d round trips for %d transactions", name, took, commits)
		}
	}
}

func TestMessagesOfServersThatNumberThemInTurnHaveNumbersInTheirOrder(t *testing.T) {
	t.Parallel()
	d, one, two := twoNodes(t)
	defer func() { must(t, one.Close()); must(t, two.Close()) }()
	addUser(t, one.Store, "alice")
	last := int64(0)
	sent := func(id int64) {
		t.Helper()
		if id != last+1 {
			t.Errorf("message %d follows %d", id, last)
		}
		last = id
	}
	for range 3 {
		for _, n := range []*postgres.Node{one, two} {
			m, err := n.Send(t.Context(), "alice", "general", "hello", 0, n.Now())
			must(t, err)
			sent(m.ID)
		}
		// A server of an earlier version has the database number them.
		d.with(t, func(ctx context.Context, conn *pgx.Conn) error {
			var id int64
			err := conn.QueryRow(ctx, `INSERT INTO messages (channel, sender, content, ts, changed_ts)
				SELECT 'general', 'alice', 'from before', max(ts) + 1, max(ts) + 1 FROM messages RETURNING id`).Scan(&id)
			sent(id)
			return err
		})
	}
}
