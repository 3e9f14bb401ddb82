package sqlite

import (
	"context"
	"errors"

	"minimost/chat"
)

// Engine is the database under a store: presence.db, or another that takes the
// same statements.
type Engine interface {
	// Read calls f with a connection that sees one state of the database throughout.
	// Any number of goroutines may call it at once.
	Read(ctx context.Context, f func(Conn) error) error
	// Writer is the one connection that writes.
	Writer() WriterConn
	// Passes reports whether a failure is of the database's state and may pass: a
	// lock, a full disk, a lost connection.
	Passes(err error) bool
	// Overloaded reports whether a failure is of a database that answers and did not come to it in time.
	Overloaded(err error) bool
	// Publishes says that the engine itself publishes what others have committed, and
	// calls forget with that before. Otherwise everything counts as changed when somebody
	// else has.
	Publishes(forget func(...chat.Topic)) bool
	// Sizes are the bytes of the database and of its log, 0 where they are not known.
	Sizes(ctx context.Context) (database, log int64)
	// Close closes every connection, once nothing is written any more.
	Close() error
}

// WriterConn is the connection that writes, for the writer's goroutine alone.
type WriterConn interface {
	Conn
	// Begin begins a transaction and waits for the other writers of the database: until
	// it ends nobody else commits. What is durable survives a power cut.
	Begin(durable bool) error
	// Commit ends the transaction. topics and rows are what it changed, for whoever else
	// has the database open. It is ErrDeferred where a statement before it failed.
	Commit(topics []chat.Topic, rows Touched) error
	Rollback() error
	// InTransaction reports whether one is open: a failure may have ended it.
	InTransaction() bool
	// Save, Release and RollbackTo are those of the one savepoint.
	Save() error
	Release() error
	RollbackTo() error
	// External is a number that moves when somebody else has committed, and what they
	// have changed since it was asked last.
	External() (number int64, rows Touched, err error)
}

// ErrDeferred is a failure of a statement that was run with the commit: which change it is
// of is not known.
var ErrDeferred = errors.New("a statement failed at the commit")
