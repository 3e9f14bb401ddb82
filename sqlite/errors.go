package sqlite

import (
	"context"
	"errors"

	"minimost/chat"
)

// errUnavailable is what people are told while the database cannot be used.
var errUnavailable = chat.Errorf(chat.Unavailable, "The chat cannot reach its database right now. Try again in a moment.")

// errBusy is what people are told whose turn did not come in time while the database can be used.
var errBusy = chat.Errorf(chat.Unavailable, "The chat has too much to do right now. Try again in a moment.")

// errClosed is what a write gets once the store is closing.
var errClosed = errors.New("the store is closed")

// Fault is for errors of statements that are run beside the store: see fault.
func (s *Store) Fault(err error) error { return s.fault(err) }

// fault marks the failures that pass (a full disk, a lock, a deadline, too much to do) as
// Unavailable, with the cause in the chain for the log. A chat.Error and a
// fault of our own statements stay as they are.
func (s *Store) fault(err error) error {
	if err == nil || chat.CodeOf(err) != chat.Internal {
		return err
	}
	if s.engine.Overloaded(err) {
		return errors.Join(errBusy, err)
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) || errors.Is(err, errClosed) || s.engine.Passes(err) {
		return errors.Join(errUnavailable, err)
	}
	return err
}
