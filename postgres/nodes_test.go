package postgres_test

import (
	"context"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"minimost/chat"
	"minimost/postgres"
	"minimost/sqlite"
	"minimost/testkit"
)

var must, eventually = testkit.NoError, testkit.Eventually

var noon = time.Date(2026, time.March, 2, 12, 0, 0, 0, time.UTC)

// heard collects what a store publishes.
type heard struct {
	mu     sync.Mutex
	topics map[chat.Topic]bool
}

func (h *heard) add(topics ...chat.Topic) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, topic := range topics {
		h.topics[topic] = true
	}
}

func (h *heard) has(topic chat.Topic) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.topics[topic]
}

func (h *heard) clear() {
	h.mu.Lock()
	defer h.mu.Unlock()
	clear(h.topics)
}

func openNode(t testing.TB, d database) (*sqlite.Store, *heard) {
	t.Helper()
	h := &heard{topics: make(map[chat.Topic]bool)}
	s, err := postgres.Open(context.Background(), string(d), sqlite.Options{PublicChannels: []string{"general"}, Publish: h.add})
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	return s, h
}

func addUser(t testing.TB, s *sqlite.Store, name string) {
	t.Helper()
	must(t, s.CreateUser(t.Context(), chat.User{Username: name, PasswordHash: "hash", CreatedTS: chat.StampOf(noon.Add(-time.Hour))}))
}

// exec runs a statement beside the stores.
func (d database) exec(t testing.TB, statement string) {
	t.Helper()
	d.with(t, func(ctx context.Context, conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, statement)
		return err
	})
}

func TestTopicsOfACommitReachTheOtherNode(t *testing.T) {
	t.Parallel()
	d := newDatabase(t)
	one, _ := openNode(t, d)
	_, h := openNode(t, d)
	addUser(t, one, "alice")
	_, err := one.Send(t.Context(), "alice", "general", "hello", 0, noon)
	must(t, err)
	eventually(t, "the other hears of it", func() bool { return h.has(chat.TopicMessages("general")) })
	if h.has(chat.TopicAnything) {
		t.Error("everything counted as changed")
	}
}

func TestATableThatWasTrimmedPastANodeMakesEverythingCountAsChanged(t *testing.T) {
	t.Parallel()
	d := newDatabase(t)
	_, h := openNode(t, d)
	d.exec(t, "INSERT INTO changes (seq, node, topics, at) SELECT coalesce(max(seq), 0) + 5, 'other', '[]', 0 FROM changes")
	eventually(t, "everything counts as changed", func() bool { return h.has(chat.TopicAnything) })
}

func TestAWriterThatLostItsConnectionWritesAgain(t *testing.T) {
	t.Parallel()
	d := newDatabase(t)
	s, h := openNode(t, d)
	addUser(t, s, "alice")
	d.exec(t, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
	eventually(t, "it writes", func() bool {
		_, err := s.Send(t.Context(), "alice", "general", "hello", 0, noon)
		if err != nil && chat.CodeOf(err) != chat.Unavailable {
			t.Fatal(err)
		}
		return err == nil
	})
	messages, err := s.MessagesAfter(t.Context(), "alice", "general", 0, 10)
	must(t, err)
	if len(messages) != 1 {
		t.Errorf("%d messages, and one was acknowledged", len(messages))
	}
	other, _ := openNode(t, d)
	h.clear()
	_, err = other.Send(t.Context(), "alice", "general", "again", 0, noon)
	must(t, err)
	eventually(t, "it listens again", func() bool { return h.has(chat.TopicMessages("general")) || h.has(chat.TopicAnything) })
}

func serveNode(t testing.TB, d database, h *heard) *postgres.Node {
	t.Helper()
	o := sqlite.Options{PublicChannels: []string{"general"}}
	if h != nil {
		o.Publish = h.add
	}
	n, err := postgres.Serve(context.Background(), string(d), o)
	must(t, err)
	return n
}

func TestOneOfSeveralNodesIsAloneAndOneIsOnDuty(t *testing.T) {
	t.Parallel()
	d := newDatabase(t)
	first := serveNode(t, d, nil)
	if !first.Alone || !first.OnDuty() {
		t.Errorf("the first is alone: %v, on duty: %v", first.Alone, first.OnDuty())
	}
	second := serveNode(t, d, nil)
	if second.Alone || second.OnDuty() {
		t.Errorf("the second is alone: %v, on duty: %v", second.Alone, second.OnDuty())
	}
	eventually(t, "the first knows of the second", func() bool { return first.Others() == 1 })
	must(t, first.Close())
	eventually(t, "the second takes the duty over", second.OnDuty)
	if n := second.Others(); n != 0 {
		t.Errorf("the second counts %d others", n)
	}
	must(t, second.Close())
	third := serveNode(t, d, nil)
	if !third.Alone {
		t.Error("one that comes after all have gone is not alone")
	}
	must(t, third.Close())
}

func TestWhatWasChangedElsewhereIsReachedAtOnce(t *testing.T) {
	t.Parallel()
	d := newDatabase(t)
	h := &heard{topics: make(map[chat.Topic]bool)}
	one, two := serveNode(t, d, nil), serveNode(t, d, h)
	defer func() { must(t, one.Close()); must(t, two.Close()) }()
	addUser(t, one.Store, "alice")
	for range 20 {
		h.clear()
		_, err := one.Send(t.Context(), "alice", "general", "hello", 0, noon)
		must(t, err)
		must(t, two.Reach(t.Context(), one.Position()))
		if !h.has(chat.TopicMessages("general")) {
			t.Fatal("a change that was reached was not published")
		}
	}
	for _, odd := range []string{"", "x", "x.", "x.y", "x.999999999", "x-1.999999999", "x-.1", two.Position(), "x.-1"} {
		must(t, two.Reach(t.Context(), odd)) // what is not there is not waited for
	}
	_, err := two.Send(t.Context(), "alice", "general", "and here", 0, noon)
	must(t, err)
	if h.has(chat.TopicAnything) {
		t.Error("everything counted as changed")
	}
}

func TestAStandbyThatLacksTheNewestMakesEverythingCountAsChanged(t *testing.T) {
	t.Parallel()
	d := newDatabase(t)
	s, h := openNode(t, d)
	addUser(t, s, "alice")
	other, _ := openNode(t, d)
	_, err := other.Send(t.Context(), "alice", "general", "hello", 0, noon)
	must(t, err)
	eventually(t, "the change is heard of", func() bool { return h.has(chat.TopicMessages("general")) })
	h.clear()
	d.exec(t, "UPDATE changes SET node = 'other', at = at + 1 WHERE seq = (SELECT max(seq) FROM changes)")
	eventually(t, "everything counts as changed", func() bool { return h.has(chat.TopicAnything) })
	h.clear()
	d.exec(t, "DELETE FROM changes WHERE seq = (SELECT max(seq) FROM changes)")
	eventually(t, "everything counts as changed", func() bool { return h.has(chat.TopicAnything) })
}

func TestWhatWasChangedAfterAFailoverThatLostChangesIsReached(t *testing.T) {
	t.Parallel()
	d := newDatabase(t)
	h := &heard{topics: make(map[chat.Topic]bool)}
	one := serveNode(t, d, nil)
	defer func() { must(t, one.Close()) }()
	addUser(t, one.Store, "alice")
	d.exec(t, "CREATE TABLE ofone AS SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
	two := serveNode(t, d, h)
	defer func() { must(t, two.Close()) }()
	send := func() error {
		_, err := one.Send(t.Context(), "alice", "general", "hello", 0, noon)
		return err
	}
	for range 5 {
		must(t, send())
	}
	must(t, two.Reach(t.Context(), one.Position()))
	two.StopListening()
	d.exec(t, "DELETE FROM changes WHERE seq > (SELECT max(seq) - 3 FROM changes)")
	d.exec(t, "SELECT pg_terminate_backend(pid) FROM ofone")
	d.exec(t, "DROP TABLE ofone")
	eventually(t, "it writes", func() bool { return send() == nil })
	h.clear()
	must(t, two.Reach(t.Context(), one.Position()))
	if !h.has(chat.TopicAnything) {
		t.Error("a change was taken for the one whose number it has")
	}
}

// TestWhoStandsStillWhileItSendsKeepsNoLock: PostgreSQL has begun what a server sent and waits for the rest, and its own
// limits, which are long here, would not count.
func TestWhoStandsStillWhileItSendsKeepsNoLock(t *testing.T) {
	t.Parallel()
	d := newDatabase(t)
	n := serveNode(t, d, nil)
	defer func() { must(t, n.Close()) }()
	addUser(t, n.Store, "alice")
	still, err := pgx.Connect(t.Context(), string(d))
	must(t, err)
	defer func() { _ = still.Close(context.WithoutCancel(t.Context())) }()
	_, err = still.Exec(t.Context(), fmt.Sprintf("BEGIN; SELECT pg_advisory_xact_lock(%d)", postgres.WriteLock))
	must(t, err)
	const parse = "P\x00\x00\x00\x10\x00SELECT 1\x00\x00\x00" // whose answer is asked for by what does not come
	_, err = still.PgConn().Conn().Write([]byte(parse + "P\x00\x00"))
	must(t, err)
	within, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	_, err = n.Send(within, "alice", "general", "hello", 0, noon)
	must(t, err)
	if err := still.PgConn().Ping(within); err == nil {
		t.Error("the session goes on")
	}
}

func TestATabThatMovedToAnotherNodeIsNotLost(t *testing.T) {
	t.Parallel()
	d := newDatabase(t)
	one, two := serveNode(t, d, nil), serveNode(t, d, nil)
	defer func() { must(t, one.Close()); must(t, two.Close()) }()
	addUser(t, one.Store, "alice")
	ctx, now := t.Context(), one.Now()
	said := chat.Said{Tab: "tab", Session: "session", State: chat.Active, Opens: true}
	must(t, one.Say(ctx, "alice", said, now))
	said.Again = true
	must(t, two.Say(ctx, "alice", said, now.Add(time.Second)))
	later := now.Add(time.Minute)
	must(t, one.LoseTab(ctx, "alice", "tab", now.Add(2*time.Second)))
	state := func() chat.State {
		p, err := one.Presence(ctx, "alice")
		must(t, err)
		return p.Seen(later)
	}
	if got := state(); got != chat.Active {
		t.Errorf("a minute after the tab moved its person is %s", got)
	}
	must(t, two.LoseTab(ctx, "alice", "tab", now.Add(3*time.Second)))
	if got := state(); got != chat.Offline {
		t.Errorf("a minute after the tab was lost its person is %s", got)
	}
}

func TestNodesGoByTheClockOfTheDatabase(t *testing.T) {
	t.Parallel()
	d := newDatabase(t)
	one := serveNode(t, d, nil)
	defer func() { must(t, one.Close()) }()
	var before, after time.Time
	read := func(into *time.Time) {
		d.with(t, func(ctx context.Context, conn *pgx.Conn) error {
			return conn.QueryRow(ctx, "SELECT clock_timestamp()").Scan(into)
		})
	}
	const apart = time.Second // by which a round trip may be wrong on a machine that does much else
	read(&before)
	shown := one.Now()
	read(&after)
	if shown.Before(before.Add(-apart)) || shown.After(after.Add(apart)) {
		t.Errorf("%s is not between %s and %s", shown, before, after)
	}
}

// TestAMachineThatSaysNothingIsPassedOver: the URL names it before the one that serves.
func TestAMachineThatSaysNothingIsPassedOver(t *testing.T) {
	t.Parallel()
	silent, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	must(t, err)
	defer func() { _ = silent.Close() }()
	_, port, err := net.SplitHostPort(silent.Addr().String())
	must(t, err)
	d := database(strings.Replace(string(newDatabase(t)), "?host=", "?port="+port+",5432&host=127.0.0.1,", 1))
	n, _ := openNode(t, database(strings.Replace(string(d), "connect_timeout=60", "connect_timeout=4", 1)))
	addUser(t, n, "alice")
	_, err = n.Send(t.Context(), "alice", "general", "hello", 0, noon)
	must(t, err)
}

func TestADatabaseThatComparesOtherwiseIsRefused(t *testing.T) {
	t.Parallel()
	for of, want := range map[string]string{
		"template0 ENCODING 'SQL_ASCII'":                                             "has encoding SQL_ASCII",
		"template0 LC_COLLATE 'C.UTF-8'":                                             "collation C.UTF-8",
		"template0 LC_CTYPE 'C.UTF-8'":                                               "character type C.UTF-8",
		"template0 LOCALE_PROVIDER icu ICU_LOCALE 'und' LC_COLLATE 'C' LC_CTYPE 'C'": "or an ICU locale",
	} {
		name, err := server.NewDatabase(of)
		must(t, err)
		_, err = postgres.Open(t.Context(), server.URL(name), sqlite.Options{})
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", of, err)
		}
		must(t, server.DropDatabase(name))
	}
}

func TestAPresenceEpochLastsAsLongAsSomebodyServes(t *testing.T) {
	t.Parallel()
	d := newDatabase(t)
	first := serveNode(t, d, nil)
	second := serveNode(t, d, nil)
	must(t, first.Close())
	third := serveNode(t, d, nil)
	if first.PresenceEpoch == "" || second.PresenceEpoch != first.PresenceEpoch || third.PresenceEpoch != first.PresenceEpoch {
		t.Errorf("servers beside each other have %q, %q and %q", first.PresenceEpoch, second.PresenceEpoch, third.PresenceEpoch)
	}
	must(t, second.Close())
	must(t, third.Close())
	fourth := serveNode(t, d, nil)
	if fourth.PresenceEpoch == first.PresenceEpoch {
		t.Errorf("one that begins alone, %v, goes on with the epoch of before, %q", fourth.Alone, fourth.PresenceEpoch)
	}
	must(t, fourth.Close())
}
