package sqlite

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"zombiezen.com/go/sqlite"

	"minimost/chat"
	"minimost/testkit"
)

// hold keeps the writer busy inside a transaction until the returned function
// is called, which waits for its commit.
func hold(t *testing.T, s *Store) (letGo func()) {
	t.Helper()
	begun, release, done := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		done <- s.write(context.Background(), volatile, func(*transaction) error {
			close(begun)
			<-release
			return nil
		})
	}()
	<-begun
	letGo = sync.OnceFunc(func() {
		close(release)
		must(t, <-done)
	})
	t.Cleanup(letGo)
	return letGo
}

// queued waits until n writes wait for the writer.
func queued(t *testing.T, s *Store, n int) {
	t.Helper()
	eventually(t, fmt.Sprint(n, " writes wait"), func() bool { return len(s.writer.queue) == n })
}

// commits counts the commits in the write-ahead log: a frame that ends one
// holds the size of the database after it.
func commits(t *testing.T, s *Store) (n int) {
	t.Helper()
	const header, frameHeader = 32, 24
	log, err := os.ReadFile(s.file() + "-wal")
	must(t, err)
	if len(log) < header {
		return 0
	}
	page, salts := int(binary.BigEndian.Uint32(log[8:])), log[16:24]
	for frame := log[header:]; len(frame) >= frameHeader+page; frame = frame[frameHeader+page:] {
		if !bytes.Equal(frame[8:16], salts) {
			break
		}
		if binary.BigEndian.Uint32(frame[4:]) != 0 {
			n++
		}
	}
	return n
}

func insertNumber(i int) func(*transaction) error {
	return func(tx *transaction) error {
		return query{"number", fmt.Sprintf("INSERT INTO numbers VALUES (%d)", i)}.exec(tx.Conn)
	}
}

// withNumbers is a store with a table that is cheap to write to.
func withNumbers(t *testing.T) *Store {
	t.Helper()
	s := newTestStore(t)
	script(t, s.file(), "CREATE TABLE numbers (n INTEGER PRIMARY KEY)")
	return s
}

func TestWaitingWritesShareOneCommit(t *testing.T) {
	s := withNumbers(t)
	letGo := hold(t, s)
	before := commits(t, s)
	done := make(chan error, 100)
	for i := range 100 {
		go func() { done <- s.write(context.Background(), durable, insertNumber(i)) }()
	}
	queued(t, s, 100)
	letGo()
	for range 100 {
		must(t, <-done)
	}
	equal(t, "rows", count(t, s, "SELECT count(*) FROM numbers"), int64(100))
	if n := commits(t, s) - before; n != 1 {
		t.Errorf("100 writes took %d commits", n)
	}
}

func TestMoreThanABatchOfWritesAllArrive(t *testing.T) {
	s := withNumbers(t)
	together(t, 3*maxBatch, func(i int) error {
		return s.write(t.Context(), volatile, insertNumber(i))
	})
	equal(t, "rows", count(t, s, "SELECT count(*) FROM numbers"), int64(3*maxBatch))
}

func TestFailingChangeIsUndoneAlone(t *testing.T) {
	s := withNumbers(t)
	letGo := hold(t, s)
	failure := errors.New("no")
	fail := func(i int, how func() error) func(*transaction) error {
		return func(tx *transaction) error {
			if err := insertNumber(i)(tx); err != nil {
				return err
			}
			return how()
		}
	}
	changes := []func(*transaction) error{
		insertNumber(1),
		fail(2, func() error { return failure }),
		insertNumber(3),
		fail(4, func() error { panic("oops") }),
		insertNumber(5),
		insertNumber(5),
		insertNumber(7),
	}
	errs := make([]chan error, len(changes))
	for i, change := range changes {
		errs[i] = make(chan error, 1)
		go func() { errs[i] <- s.write(context.Background(), volatile, change) }()
		queued(t, s, i+1)
	}
	letGo()
	for i, want := range []string{"", "no", "", "oops", "", "UNIQUE", ""} {
		if err := <-errs[i]; (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("change %d: %v, want %q", i, err, want)
		}
	}
	equal(t, "rows", cells(t, s.file(), "SELECT n FROM numbers"), [][]any{{int64(1)}, {int64(3)}, {int64(5)}, {int64(7)}})
}

func TestPanicDoesNotStopLaterWrites(t *testing.T) {
	s := withNumbers(t)
	for i := range 5 {
		err := s.write(t.Context(), durable, func(*transaction) error { panic("oops") })
		refused(t, "panic", err, chat.Internal)
		equal(t, "what people are told", chat.MessageOf(err), "Something went wrong on the server.")
		must(t, s.write(t.Context(), durable, insertNumber(i)))
	}
	must(t, s.write(t.Context(), durable, insertNumber(5)))
}

func TestChangeWhoseRequestEndedFirstIsNeverMade(t *testing.T) {
	s := withNumbers(t)
	letGo := hold(t, s)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 2)
	go func() { done <- s.write(ctx, durable, insertNumber(1)) }()
	go func() {
		done <- s.writeWithoutSavepoint(ctx, volatile, func(*transaction) error { t.Error("ran all the same"); return nil })
	}()
	queued(t, s, 2)
	cancel()
	refused(t, "the write", s.fault(<-done), chat.Unavailable)
	refused(t, "the other", s.fault(<-done), chat.Unavailable)
	letGo()
	must(t, s.write(context.Background(), durable, insertNumber(2)))
	equal(t, "rows", cells(t, s.file(), "SELECT n FROM numbers"), [][]any{{int64(2)}})
}

func TestWhoWaitsInVainIsToldWhetherOthersHadTheirTurn(t *testing.T) {
	s := withNumbers(t)
	before := time.Now()
	must(t, s.write(t.Context(), durable, insertNumber(0)))
	if noted := time.Unix(0, s.writer.settled.Load()); noted.Before(before) {
		t.Errorf("the last commit was noted at %s, before %s", noted, before)
	}
	defer hold(t, s)()
	for _, c := range []struct {
		settled time.Time
		want    string
	}{
		{time.Now().Add(time.Hour), "The chat has too much to do right now. Try again in a moment."},
		{time.Unix(0, 0), "The chat cannot reach its database right now. Try again in a moment."},
	} {
		s.writer.settled.Store(c.settled.UnixNano())
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		err := s.write(ctx, durable, insertNumber(1))
		cancel()
		refused(t, "the write", err, chat.Unavailable)
		equal(t, "what people are told", chat.MessageOf(err), c.want)
	}
}

func TestDurableWriteIsSyncedAndOthersAreNot(t *testing.T) {
	s := withNumbers(t)
	const normal, full = int64(1), int64(2)
	modeDuring := func(writes ...durability) int64 {
		letGo := hold(t, s)
		modes, done := make(chan int64, len(writes)), make(chan error, len(writes))
		for i, d := range writes {
			go func() {
				done <- s.write(context.Background(), d, func(tx *transaction) error {
					modes <- cellsOn(t, fileOf(tx), "PRAGMA synchronous")[0][0].(int64)
					return nil
				})
			}()
			queued(t, s, i+1)
		}
		letGo()
		mode := <-modes
		for range writes {
			must(t, <-done)
		}
		for range len(writes) - 1 {
			equal(t, "mode within one commit", <-modes, mode)
		}
		return mode
	}
	equal(t, "typing alone", modeDuring(volatile), normal)
	equal(t, "a message alone", modeDuring(durable), full)
	equal(t, "typing alone, later", modeDuring(volatile, volatile), normal)
	equal(t, "a message last", modeDuring(volatile, volatile, durable), full)
	equal(t, "a message first", modeDuring(durable, volatile), full)
}

func TestReadersDoNotWaitForAnOpenTransaction(t *testing.T) {
	s := newTestStore(t, "alice", "bob")
	send(t, s, "alice", "general", "hello", noon)
	hold(t, s)
	ctx, cancel := context.WithTimeout(t.Context(), testkit.Patience)
	defer cancel()
	equal(t, "page", contents(got(s.MessagesAfter(ctx, "bob", "general", 0, 10))(t)), []string{"hello"})
	got(s.Presences(ctx, noon))(t)
	got(s.Sessions().Get("none"))(t)
	must(t, s.Ready(ctx))
}

func TestClosingFinishesWaitingWritesAndRefusesLaterOnes(t *testing.T) {
	s := withNumbers(t)
	letGo := hold(t, s)
	done := make(chan error, 20)
	for i := range 20 {
		go func() { done <- s.write(context.Background(), volatile, insertNumber(i)) }()
	}
	queued(t, s, 20)
	closed := make(chan error, 1)
	go func() { closed <- s.Close() }()
	eventually(t, "later writes are refused", func() bool {
		ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
		defer cancel()
		return errors.Is(s.write(ctx, volatile, insertNumber(99)), errClosed)
	})
	refused(t, "a later write", s.StopTyping(t.Context(), "alice", "general"), chat.Unavailable)
	refused(t, "a later session", s.Sessions().Set("k", []byte("v"), time.Hour), chat.Unavailable)
	letGo()
	for range 20 {
		must(t, <-done)
	}
	must(t, <-closed)
	equal(t, "rows", count(t, s, "SELECT count(*) FROM numbers WHERE n < 20"), int64(20))
	if info, err := os.Stat(s.file() + "-wal"); err == nil && info.Size() > 0 {
		t.Errorf("a write-ahead log of %d bytes is left", info.Size())
	}
}

func TestClosingEmptiesTheLogThoughAnExternalWriterHasTheFileOpen(t *testing.T) {
	s := newTestStore(t, "alice")
	other, err := sqlite.OpenConn(s.file(), sqlite.OpenReadWrite)
	must(t, err)
	defer func() { must(t, other.Close()) }()
	cellsOn(t, other, "SELECT count(*) FROM users")
	closeStore(t, s)
	info, err := os.Stat(s.file() + "-wal")
	must(t, err)
	equal(t, "bytes left in the log", info.Size(), int64(0))
}

// sharedConn is a connection for whose transactions other servers wait.
type sharedConn struct{ WriterConn }

func (sharedConn) MakeDurable() {}

func (sharedConn) DueBy(time.Time) {}

// hurriedConn notes by when its transactions have to end.
type hurriedConn struct {
	sharedConn
	due []time.Time
}

func (c *hurriedConn) DueBy(at time.Time) { c.due = append(c.due, at) }

func TestAChangeForWhichOthersWereWaitedTooLongIsRefusedBeforeAnythingIsDone(t *testing.T) {
	s := withNumbers(t)
	letGo := hold(t, s)
	conn := &hurriedConn{sharedConn: sharedConn{s.writer.conn}}
	s.writer.conn = conn
	now := time.Now()
	left := []time.Duration{leastTime / 2, time.Hour, 2 * time.Hour, 0} // 0: any time
	done := make([]chan error, len(left))
	for i, left := range left {
		done[i] = make(chan error, 1)
		wr := &write{done: done[i], do: func(conn Conn) error { return insertNumber(i)(&transaction{Conn: conn}) }}
		if left > 0 {
			wr.due = now.Add(left)
		}
		must(t, s.writer.enqueue(t.Context(), wr))
	}
	letGo()
	for i := range left {
		if err := <-done[i]; (err == nil) != (i > 0) || i == 0 && !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("change %d: %v", i, err)
		}
	}
	equal(t, "rows", cells(t, s.file(), "SELECT n FROM numbers"), [][]any{{int64(1)}, {int64(2)}, {int64(3)}})
	equal(t, "the transaction is to end", conn.due, []time.Time{{}, now.Add(time.Hour)})
}

func TestATransactionForWhichOthersWaitEndsWhenItTakesLong(t *testing.T) {
	s := withNumbers(t)
	letGo := hold(t, s)
	s.writer.conn = sharedConn{s.writer.conn}
	before := commits(t, s)
	done := make(chan error, 6)
	for i := range cap(done) {
		go func() {
			done <- s.write(context.Background(), volatile, func(tx *transaction) error {
				if i%2 == 1 {
					s.writer.opened = time.Now().Add(-2 * longCommit)
				}
				return insertNumber(i)(tx)
			})
		}()
		queued(t, s, i+1)
	}
	letGo()
	for range cap(done) {
		must(t, <-done)
	}
	equal(t, "rows", count(t, s, "SELECT count(*) FROM numbers"), int64(cap(done)))
	equal(t, "commits", commits(t, s)-before, cap(done)/2)
}
