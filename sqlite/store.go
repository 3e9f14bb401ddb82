package sqlite

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"runtime"
	"slices"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"minimost/chat"
)

// Options are what a store needs to know beside its file.
type Options struct {
	// PublicChannels are the names of the public channels, in their order.
	PublicChannels []string
	// Logger receives what goes wrong in the background; nil means none.
	Logger *slog.Logger
	// Publish is called with the topics a commit changed, after the commit and
	// before the change is answered, from many goroutines at once. Commits of
	// external writers are published as chat.TopicAnything. nil means that there are
	// no subscribers.
	Publish func(...chat.Topic)
	// Observe is told of each transaction by the goroutine that writes, which
	// waits for it; nil means that nobody watches.
	Observe func(Commit)
}

// Store is an open presence.db. Its methods may be called from any goroutine.
// Those that change something return once the change is committed; what they
// return as *chat.Error is meant for people.
type Store struct {
	path     string
	public   []string
	publish  func(...chat.Topic)
	writer   *writer
	readers  *sqlitex.Pool
	sessions *SessionStorage

	typingAsked latest // until when the list of typists was asked for
}

// Open opens the presence.db at path, creating what it needs. The error of a
// file that cannot be used is one plain sentence; such a file is left as it is.
func Open(path string, o Options) (*Store, error) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Publish == nil {
		o.Publish = func(...chat.Topic) {}
	}
	if o.Observe == nil {
		o.Observe = func(Commit) {}
	}
	conn, err := openWriter(path)
	if err != nil {
		return nil, err
	}
	readerCount := max(4, 2*runtime.GOMAXPROCS(0))
	readers, err := sqlitex.NewPool(path, sqlitex.PoolOptions{
		Flags:    sqlite.OpenReadOnly,
		PoolSize: readerCount,
	})
	if err != nil {
		return nil, errors.Join(OpenError(path, err), conn.Close())
	}
	if err := openAll(readers, readerCount); err != nil {
		return nil, errors.Join(OpenError(path, err), readers.Close(), conn.Close())
	}
	s := &Store{
		path: path, public: slices.Clone(o.PublicChannels), publish: o.Publish, readers: readers,
		writer: newWriter(conn, o.Logger, func() { o.Publish(chat.TopicAnything) }, o.Observe),
	}
	s.sessions, err = openSessions(s)
	if err != nil {
		return nil, errors.Join(OpenError(path, err), s.Close())
	}
	return s, nil
}

// openAll has every connection open its files, which it needs to write to to
// read: where that becomes impossible later, reading goes on.
func openAll(readers *sqlitex.Pool, n int) (err error) {
	ctx, cancel := context.WithTimeout(context.Background(), lockPatience)
	defer cancel()
	for range n {
		conn, takeErr := readers.Take(ctx)
		if takeErr != nil {
			return takeErr
		}
		defer readers.Put(conn)
		err = errors.Join(err, inSnapshot(conn, ready))
	}
	return err
}

// openWriter opens the connection that writes and brings the schema up to date.
func openWriter(path string) (*sqlite.Conn, error) {
	if err := createPrivately(path); err != nil {
		return nil, OpenError(path, err)
	}
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadWrite, sqlite.OpenCreate)
	if err != nil {
		return nil, OpenError(path, err)
	}
	if err := prepare(conn); err != nil {
		return nil, errors.Join(OpenError(path, err), conn.Close())
	}
	return conn, nil
}

// createPrivately makes a file that only its owner may read, unless it is there:
// SQLite would let everybody on the machine read one that it makes.
func createPrivately(path string) error {
	f, err := os.OpenFile(FollowLinks(path), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil //nolint:nilerr // SQLite says better what is wrong.
	}
	return f.Close()
}

func prepare(conn *sqlite.Conn) error {
	conn.SetBusyTimeout(lockPatience)
	if err := checkVersion(conn); err != nil {
		return err
	}
	if err := enterWAL(conn); err != nil {
		return err
	}
	for _, pragma := range []string{"PRAGMA synchronous = NORMAL", "PRAGMA foreign_keys = ON"} {
		if err := sqlitex.ExecuteTransient(conn, pragma, nil); err != nil {
			return err
		}
	}
	return migrate(conn)
}

// enterWAL turns the write-ahead log on. SQLite does not wait for the lock of
// another process that does the same.
func enterWAL(conn *sqlite.Conn) error {
	for deadline := time.Now().Add(lockPatience); ; time.Sleep(10 * time.Millisecond) {
		err := sqlitex.ExecuteTransient(conn, "PRAGMA journal_mode = WAL", nil)
		if sqlite.ErrCode(err).ToPrimary() != sqlite.ResultBusy || time.Now().After(deadline) {
			return err
		}
	}
}

// closePatience is how long the last checkpoint waits for another program that
// reads: a stop must not take long, and a log that is left is read at the next
// start.
const closePatience = 500 * time.Millisecond

// Close finishes the waiting writes, moves the write-ahead log into the
// database and closes it. Writes that come later are refused. While another
// program reads, the log may stay.
func (s *Store) Close() error {
	s.writer.close()
	var errs []error
	if s.sessions != nil {
		errs = append(errs, s.sessions.close())
	}
	errs = append(errs, s.readers.Close())
	s.writer.conn.SetBusyTimeout(closePatience)
	errs = append(errs, s.writer.exec("PRAGMA wal_checkpoint(TRUNCATE)"))
	errs = append(errs, s.writer.conn.Close())
	return errors.Join(errs...)
}

// Ready reports whether the database answers.
func (s *Store) Ready(ctx context.Context) error {
	return s.read(ctx, ready)
}

func ready(conn *sqlite.Conn) error {
	return query{"ready", "SELECT 1 FROM sqlite_schema LIMIT 1"}.exec(conn)
}

// read calls f with a connection that sees one state of the database
// throughout. It may be called by any number of goroutines at once.
func (s *Store) read(ctx context.Context, f func(*sqlite.Conn) error) error {
	conn, err := s.readers.Take(ctx)
	if err != nil {
		return errors.Join(errUnavailable, err)
	}
	defer s.readers.Put(conn)
	return storeError(inSnapshot(conn, f))
}

func inSnapshot(conn *sqlite.Conn, f func(*sqlite.Conn) error) (err error) {
	defer sqlitex.Transaction(conn)(&err)
	return f(conn)
}

// transaction is a write in progress: the writer's connection and memo, and
// what the write changes.
type transaction struct {
	*sqlite.Conn
	*memo
	topics []chat.Topic
}

// publish has the topics published once the transaction is committed.
func (tx *transaction) publish(topics ...chat.Topic) { tx.topics = append(tx.topics, topics...) }

// write runs f in the writer's next transaction and returns once that is
// committed and published. f may run twice.
func (s *Store) write(ctx context.Context, d durability, f func(*transaction) error) error {
	return s.submit(ctx, &write{durability: d}, f)
}

// writeLight is write for a change that makes every refusal before it changes
// anything, and that keeps the writer's memo right.
func (s *Store) writeLight(ctx context.Context, d durability, f func(*transaction) error) error {
	return s.submit(ctx, &write{durability: d, light: true}, f)
}

func (s *Store) submit(ctx context.Context, wr *write, f func(*transaction) error) error {
	var topics []chat.Topic
	wr.do = func(conn *sqlite.Conn) error {
		tx := transaction{Conn: conn, memo: &s.writer.memo}
		err := f(&tx)
		topics = tx.topics
		return err
	}
	err := s.writer.commit(ctx, wr)
	if err == nil && len(topics) > 0 {
		s.publish(topics...)
	}
	return storeError(err)
}
