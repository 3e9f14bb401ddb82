package sqlite

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

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
	engine  Engine
	public  []string
	publish func(...chat.Topic)
	// mentionNames is Options.MentionNames, never nil.
	mentionNames func(text string) []string
	// canonicalEmoji is Options.CanonicalEmoji, never nil.
	canonicalEmoji func(string) string
	writer         *writer
	sessions       *SessionStorage

	typingAsked latest     // until when the list of typists was asked for
	silent      silentLook // for Sweep alone, which is called by one goroutine
}

// New is the store on a database that is open, with the schema of the statements.
// The store closes it.
func New(engine Engine, o Options) *Store {
	s := newStore(engine, o)
	s.sessions = &SessionStorage{newSessionRows(s)}
	return s
}

// newStore is New without the sessions.
func newStore(engine Engine, o Options) *Store {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Publish == nil {
		o.Publish = func(...chat.Topic) {}
	}
	if o.MentionNames == nil {
		o.MentionNames = func(string) []string { return nil }
	}
	if o.CanonicalEmoji == nil {
		o.CanonicalEmoji = func(stored string) string { return stored }
	}
	if o.Observe == nil {
		o.Observe = func(Commit) {}
	}
	s := &Store{
		engine: engine, public: slices.Clone(o.PublicChannels), publish: o.Publish, canonicalEmoji: o.CanonicalEmoji, mentionNames: o.MentionNames,
		writer: newWriter(engine.Writer(), o.Logger, o.Observe),
	}
	if !engine.Publishes(s.writer.sent.forget) {
		s.writer.onExternal = func() {
			s.writer.sent.forget(chat.TopicAnything)
			o.Publish(chat.TopicAnything)
		}
	}
	go s.writer.run()
	return s
}

// Close finishes the waiting writes and closes the database. Writes that come
// later are refused.
func (s *Store) Close() error {
	s.writer.close()
	var err error
	if s.sessions != nil {
		err = s.sessions.close()
	}
	return errors.Join(err, s.engine.Close())
}

// Ready reports whether the database answers.
func (s *Store) Ready(ctx context.Context) error {
	return s.read(ctx, ready)
}

func ready(conn Conn) error {
	return query{"ready", "SELECT 1"}.exec(conn)
}

// read calls f with a connection that sees one state of the database
// throughout. It may be called by any number of goroutines at once.
func (s *Store) read(ctx context.Context, f func(Conn) error) error {
	return s.fault(s.engine.Read(ctx, f))
}
