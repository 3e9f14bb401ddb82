package cli

import (
	"context"
	"log/slog"
	"time"

	"minimost/sqlite"
)

const (
	sweepEvery   = 100 * time.Millisecond
	sweepTimeout = 5 * time.Second
)

// sweep keeps the stored presence in step with the clock until the returned
// function is called, which waits for the last round.
func sweep(ctx context.Context, store *sqlite.Store, logger *slog.Logger) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		ticker := time.NewTicker(sweepEvery)
		defer ticker.Stop()
		last := time.Now()
		for {
			select {
			case <-ctx.Done():
				return
			case now := <-ticker.C:
				if err := sweepOnce(ctx, store, last, now); err != nil {
					if ctx.Err() == nil {
						logger.Error("sweep presence", "error", err)
					}
					continue
				}
				last = now
			}
		}
	}()
	return func() {
		cancel()
		<-ended
	}
}

func sweepOnce(ctx context.Context, store *sqlite.Store, last, now time.Time) error {
	ctx, cancel := context.WithTimeout(ctx, sweepTimeout)
	defer cancel()
	return store.Sweep(ctx, last, now)
}
