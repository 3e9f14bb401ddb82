package cli

import (
	"context"
	"log/slog"
	"time"
)

// removalEvery is how often the names of removed accounts are looked for, also of those
// that were removed by hand.
const removalEvery = time.Minute

// removalStore is the part of a store that removes accounts.
type removalStore interface {
	// ContinueRemovals takes the names of removed accounts from what others see.
	ContinueRemovals(ctx context.Context, now time.Time) error
}

// continueRemovals does so now and then, until the returned function is called, which
// waits for the step in progress.
func continueRemovals(ctx context.Context, store removalStore, now func() time.Time, logger *slog.Logger) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			if err := store.ContinueRemovals(ctx, now()); err != nil && ctx.Err() == nil {
				logger.Error("remove an account", "error", err)
			}
			if pauseFor(removalEvery)(ctx) != nil {
				return
			}
		}
	}()
	return func() {
		cancel()
		<-ended
	}
}
