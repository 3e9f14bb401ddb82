package sqlite

import (
	"context"
	"errors"

	"zombiezen.com/go/sqlite"

	"minimost/chat"
)

// errUnavailable is what people are told while the database cannot be used.
var errUnavailable = chat.Errorf(chat.Unavailable, "The chat cannot reach its database right now. Try again in a moment.")

// errClosed is what a write gets once the store is closing.
var errClosed = errors.New("the store is closed")

// storeError marks the failures that pass (a full disk, a lock, a deadline) as
// Unavailable, with the cause in the chain for the log. A chat.Error and a
// fault of our own statements stay as they are.
func storeError(err error) error {
	if err == nil || chat.CodeOf(err) != chat.Internal {
		return err
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) || errors.Is(err, errClosed) {
		return errors.Join(errUnavailable, err)
	}
	switch sqlite.ErrCode(err).ToPrimary() {
	case sqlite.ResultBusy, sqlite.ResultLocked, sqlite.ResultFull, sqlite.ResultIOErr, sqlite.ResultReadOnly,
		sqlite.ResultCantOpen, sqlite.ResultInterrupt, sqlite.ResultNoMem, sqlite.ResultCorrupt,
		sqlite.ResultNotADB, sqlite.ResultPerm, sqlite.ResultAuth, sqlite.ResultProtocol:
		return errors.Join(errUnavailable, err)
	}
	return err
}
