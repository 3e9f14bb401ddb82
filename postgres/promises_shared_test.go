package postgres_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"minimost/chat"
	"minimost/postgres"
	"minimost/sqlite"
)

// TestACommitWaitsForTheDiskWhereSomethingInItHasTo: keystrokes alone do not.
func TestACommitWaitsForTheDiskWhereSomethingInItHasTo(t *testing.T) {
	t.Parallel()
	d := newDatabase(t)
	n, _ := openNode(t, d)
	addUser(t, n, "alice")
	addUser(t, n, "bob")
	d.exec(t, `CREATE TABLE modes (mode text, seq bigint); CREATE FUNCTION note_mode() RETURNS trigger LANGUAGE plpgsql AS $$
		BEGIN INSERT INTO modes VALUES (current_setting('synchronous_commit'), NEW.seq); RETURN NULL; END $$;
		CREATE CONSTRAINT TRIGGER note_mode AFTER INSERT ON changes DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note_mode()`)
	defer d.exec(t, "DROP FUNCTION note_mode CASCADE; DROP TABLE modes")
	last := newestChange(t, d)
	committed := func(what, mode string) {
		t.Helper()
		last++
		if newestChange(t, d) != last || d.Count(t, fmt.Sprintf("SELECT count(*) FROM modes WHERE seq = %d AND mode = '%s'", last, mode)) != 1 {
			t.Errorf("%s: no commit of its own that says %s", what, mode)
		}
	}
	must(t, n.StartTyping(t.Context(), "alice", "general", noon))
	committed("a keystroke", "off")
	_, err := n.Send(t.Context(), "alice", "general", "hello", 0, noon)
	must(t, err)
	committed("a message", "on")
	must(t, n.StartTyping(t.Context(), "bob", "general", noon))
	committed("another keystroke", "off")
	var both sync.WaitGroup
	d.with(t, func(ctx context.Context, conn *pgx.Conn) error {
		// While this has the lock, the message joins the keystroke that has begun to wait.
		if _, err := conn.Exec(ctx, fmt.Sprintf("SELECT pg_advisory_lock(%d)", postgres.WriteLock)); err != nil {
			return err
		}
		both.Go(func() { must(t, n.StopTyping(ctx, "bob", "general")) })
		eventually(t, "it waits", func() bool { return d.waits(t, postgres.WriteLock) })
		both.Go(func() { _, err := n.Send(ctx, "bob", "general", "with it", 0, noon); must(t, err) })
		eventually(t, "the message waits too", func() bool {
			stats, err := n.Stats(ctx, noon)
			must(t, err)
			return stats.Queue > 0
		})
		_, err := conn.Exec(ctx, fmt.Sprintf("SELECT pg_advisory_unlock(%d)", postgres.WriteLock))
		both.Wait()
		return err
	})
	committed("both", "on")
}

// TestAServerThatDoesNotSeeWhatOthersChangeTakesEverythingForChanged: after a second, as a rule, and after 2.5 it is cut off.
func TestAServerThatDoesNotSeeWhatOthersChangeTakesEverythingForChanged(t *testing.T) {
	t.Parallel()
	d := newDatabase(t)
	h := &heard{topics: make(map[chat.Topic]bool)}
	n := serveNode(t, d.hurried(), h)
	defer func() { must(t, n.Close()) }()
	eventually(t, "it sees them", func() bool { return !n.CutOff() })
	d.with(t, func(ctx context.Context, conn *pgx.Conn) error {
		tx, err := conn.Begin(ctx)
		must(t, err)
		_, err = tx.Exec(ctx, "LOCK TABLE changes IN ACCESS EXCLUSIVE MODE")
		must(t, err)
		h.clear()
		eventually(t, "everything counts as changed", func() bool { return h.has(chat.TopicAnything) })
		eventually(t, "it is cut off", n.CutOff)
		return tx.Rollback(ctx)
	})
	eventually(t, "it sees them again", func() bool { return !n.CutOff() })
}

func TestServersThatStartAtOnceMakeTheTablesOnceAndOneIsAlone(t *testing.T) {
	t.Parallel()
	name, err := server.NewDatabase("")
	must(t, err)
	var nodes [3]*postgres.Node
	var all sync.WaitGroup
	for i := range nodes {
		all.Go(func() {
			var err error
			if nodes[i], err = postgres.Serve(context.Background(), server.URL(name), sqlite.Options{PublicChannels: []string{"general"}}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	alone, duty := 0, 0
	for _, n := range nodes {
		if n == nil {
			t.FailNow()
		}
		if n.Alone {
			alone++
		}
		if n.OnDuty() {
			duty++
		}
		if n.PresenceEpoch != nodes[0].PresenceEpoch {
			t.Error("they disagree on since when somebody serves")
		}
	}
	if alone != 1 || duty != 1 {
		t.Errorf("%d are alone, %d on duty", alone, duty)
	}
	for _, n := range nodes {
		must(t, n.Close())
	}
	must(t, server.DropDatabase(name))
}

func TestChangesAreKeptTenMinutes(t *testing.T) {
	t.Parallel()
	d := newDatabase(t)
	n := serveNode(t, d, nil)
	defer func() { must(t, n.Close()) }()
	addUser(t, n.Store, "alice")
	for range 3 {
		_, err := n.Send(t.Context(), "alice", "general", "hello", 0, noon)
		must(t, err)
	}
	newest := newestChange(t, d)
	// Of nine, eleven and more minutes ago are those before the newest.
	d.exec(t, fmt.Sprintf("UPDATE changes SET at = at - 420 - 120 * (%d - seq) WHERE seq < %d", newest, newest))
	must(t, n.Trim(t.Context()))
	if left := d.Count(t, "SELECT min(seq) FROM changes"); left != newest-1 {
		t.Errorf("the oldest that is left is %d of %d", left, newest)
	}
	d.exec(t, "UPDATE changes SET at = 0")
	must(t, n.Trim(t.Context()))
	if left := d.Count(t, "SELECT count(*) FROM changes"); left != 1 {
		t.Errorf("%d changes of long ago are left, and the newest is to be", left)
	}
}
