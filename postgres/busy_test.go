package postgres_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"minimost/chat"
	"minimost/postgres"
)

// overdue is a request that is to be answered by now and waits all the same.
type overdue struct{ context.Context }

func (overdue) Deadline() (time.Time, bool) { return time.Now(), true }

func TestADatabaseThatAnswersIsNotToldAsOneThatCannotBeReached(t *testing.T) {
	t.Parallel()
	d := newDatabase(t)
	n, _ := openNode(t, database(strings.Replace(string(d), "lock_timeout=60s", "lock_timeout=50", 1)))
	addUser(t, n, "alice")
	told := func(what string, err error) {
		t.Helper()
		if want := "The chat has too much to do right now. Try again in a moment."; chat.CodeOf(err) != chat.Unavailable || chat.MessageOf(err) != want {
			t.Errorf("%s is told %q: %v", what, chat.MessageOf(err), err)
		}
	}
	d.with(t, func(ctx context.Context, hold *pgx.Conn) error {
		_, err := hold.Exec(ctx, "SELECT pg_advisory_lock($1)", postgres.WriteLock)
		must(t, err)
		told("who waits for another server for too long", n.StartTyping(t.Context(), "alice", "general", noon))
		return nil
	})
	told("whose turn comes too late", n.StartTyping(overdue{t.Context()}, "alice", "general", noon))
}
