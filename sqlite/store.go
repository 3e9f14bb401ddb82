package sqlite

import (
	"context"
	"errors"
	"log/slog"
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
	// CanonicalEmoji returns the spelling of a stored emoji by which reactions are
	// grouped and answered: other programs store some of them without their
	// variation selector. nil leaves each as it is.
	CanonicalEmoji func(stored string) string
	// MentionNames returns the names behind an "@" in the text of a message that
	// mention somebody if they are those of accounts. nil means that nobody is ever
	// mentioned.
	MentionNames func(text string) []string
	// Serve signs the database and its log, so that a later start knows whether
	// they belong together. The caller holds the lock of LockForServing.
	Serve bool
	// LockWait is how long opening waits for another program's lock; 0 is 4 s.
	LockWait time.Duration
	// Readers is how many connections read at the same time; 0 means twice as many
	// as there are processors, and at least four.
	Readers int
	// Observe is told of each transaction by the goroutine that writes, which
	// waits for it; nil means that nobody watches.
	Observe func(Commit)
}

// Store is an open presence.db. Its methods may be called from any goroutine.
// Those that change something return once the change is committed; what they
// return as *chat.Error is meant for people.
type Store struct {
	path    string
	public  []string
	publish func(...chat.Topic)
	// mentionNames is Options.MentionNames, never nil.
	mentionNames func(text string) []string
	// canonicalEmoji is Options.CanonicalEmoji, never nil.
	canonicalEmoji func(string) string
	writer         *writer
	readers        *sqlitex.Pool
	sessions       *SessionStorage

	typingAsked latest     // until when the list of typists was asked for
	silent      silentLook // for Sweep alone, which is called by one goroutine
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
