package postgres_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"minimost/chat"
	"minimost/postgres"
)

// hurried is the database with the patience of a second, for tests of what takes longer.
func (d database) hurried() database {
	return database(strings.Replace(string(d), "connect_timeout=60", "connect_timeout=1", 1))
}

// holdCommits has commits of messages hang while somebody has the lock 99, until those who wait for them give up: they are made then.
const holdCommits = `CREATE FUNCTION hold_commits() RETURNS trigger LANGUAGE plpgsql AS $$
	BEGIN PERFORM pg_advisory_xact_lock_shared(99); RETURN NULL; EXCEPTION WHEN query_canceled THEN RETURN NULL; END $$;
	CREATE CONSTRAINT TRIGGER hold_commits AFTER INSERT ON messages DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION hold_commits()`

func (d database) waits(t testing.TB, lock int64) bool {
	return d.Count(t, fmt.Sprintf(`SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = %d
		AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`, lock)) > 0
}

// TestACommitOfWhichNobodyKnowsIsShownOnceItIsMade: who waited for it was told that the database does not answer.
func TestACommitOfWhichNobodyKnowsIsShownOnceItIsMade(t *testing.T) {
	t.Parallel()
	d := newDatabase(t)
	h := &heard{topics: make(map[chat.Topic]bool)}
	n := serveNode(t, d.hurried(), h)
	defer func() { must(t, n.Close()) }()
	addUser(t, n.Store, "alice")
	n.StopListening() // it looks where the test has it look
	d.exec(t, holdCommits)
	defer d.exec(t, "DROP FUNCTION hold_commits CASCADE")
	d.with(t, func(ctx context.Context, hold *pgx.Conn) error {
		_, err := hold.Exec(ctx, "SELECT pg_advisory_lock(99)")
		must(t, err)
		sent := make(chan error, 1)
		go func() {
			_, err := n.Send(ctx, "alice", "general", "hello", 0, noon)
			sent <- err
		}()
		eventually(t, "the commit hangs", func() bool { return d.waits(t, 99) })
		// So that nobody can look what became of it.
		d.with(t, func(ctx context.Context, next *pgx.Conn) error {
			_, err := next.Exec(ctx, fmt.Sprintf("SELECT pg_advisory_lock(%d)", postgres.WriteLock))
			must(t, err)
			if err := <-sent; chat.CodeOf(err) != chat.Unavailable {
				t.Errorf("who sent it is told %v", err)
			}
			return nil
		})
		return nil
	})
	if made := d.Count(t, "SELECT count(*) FROM messages"); made != 1 {
		t.Fatalf("%d commits were made", made)
	}
	h.clear()
	must(t, n.Reach(t.Context(), "another.999999999"))
	if !h.has(chat.TopicAnything) {
		t.Error("it is not published")
	}
}

// TestACommitWhoseAnswerWasLostIsFound: who waited for it is told that it was made.
func TestACommitWhoseAnswerWasLostIsFound(t *testing.T) {
	t.Parallel()
	d := newDatabase(t)
	n, h := openNode(t, d.hurried())
	addUser(t, n, "alice")
	d.exec(t, holdCommits)
	defer d.exec(t, "DROP FUNCTION hold_commits CASCADE")
	d.with(t, func(ctx context.Context, hold *pgx.Conn) error {
		_, err := hold.Exec(ctx, "SELECT pg_advisory_lock(99)")
		must(t, err)
		h.clear()
		_, err = n.Send(ctx, "alice", "general", "hello", 0, noon)
		return err
	})
	if made := d.Count(t, "SELECT count(*) FROM messages"); made != 1 || !h.has(chat.TopicMessages("general")) {
		t.Errorf("%d messages are there, published: %v", made, h.has(chat.TopicMessages("general")))
	}
}

// TestAChangeIsNotMadeAgainWhereTheConnectionWasLostAtItsCommit: nobody knows then whether it was made.
func TestAChangeIsNotMadeAgainWhereTheConnectionWasLostAtItsCommit(t *testing.T) {
	t.Parallel()
	d := newDatabase(t)
	n, _ := openNode(t, d)
	addUser(t, n, "alice")
	// A number of a sequence stays used whatever becomes of the transaction.
	d.exec(t, `CREATE SEQUENCE tries; CREATE FUNCTION lose_connection() RETURNS trigger LANGUAGE plpgsql AS $$
		BEGIN PERFORM nextval('tries'), pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;
		CREATE TRIGGER lose_connection BEFORE INSERT ON typing FOR EACH ROW EXECUTE FUNCTION lose_connection()`)
	defer d.exec(t, "DROP FUNCTION lose_connection CASCADE; DROP SEQUENCE tries")
	if err := n.StartTyping(t.Context(), "alice", "general", noon); chat.CodeOf(err) != chat.Unavailable {
		t.Errorf("who types is told %v", err)
	}
	if tries := d.Count(t, "SELECT last_value FROM tries"); tries != 1 {
		t.Errorf("it was tried %d times", tries)
	}
}
