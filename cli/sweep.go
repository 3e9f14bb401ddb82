package cli

import (
	"context"
	"log/slog"
	"time"
)

const (
	sweepEvery   = 100 * time.Millisecond
	sweepTimeout = 5 * time.Second
)

// sweeper is the part of a store that time alone changes.
type sweeper interface {
	// Sweep stores and publishes what ended between last and now: a lease, a
	// grace, an override or a keystroke.
	Sweep(ctx context.Context, last, now time.Time) error
}

// pageSweeper is what knows which pages are open.
type pageSweeper interface {
	// Sweep ends pages that were silent for too long and renews those that live.
	Sweep(ctx context.Context)
}

// sweep keeps the stored presence in step with the clock until the returned
// function is called, which waits for the last round.
func sweep(ctx context.Context, pages pageSweeper, store sweeper, now func() time.Time, logger *slog.Logger) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		ticker := time.NewTicker(sweepEvery)
		defer ticker.Stop()
		last := now()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				upTo, err := sweepOnce(ctx, pages, store, last, now)
				if err != nil {
					if ctx.Err() == nil {
						logger.Error("sweep presence", "error", err)
					}
					continue
				}
				last = upTo
			}
		}
	}()
	return func() {
		cancel()
		<-ended
	}
}

// sweepOnce returns up to when everything is in step. Only once the pages are does the
// clock show that it was set.
func sweepOnce(ctx context.Context, pages pageSweeper, store sweeper, last time.Time, clock func() time.Time) (upTo time.Time, err error) {
	ctx, cancel := context.WithTimeout(ctx, sweepTimeout)
	defer cancel()
	pages.Sweep(ctx)
	upTo = clock()
	return upTo, store.Sweep(ctx, last, upTo)
}
