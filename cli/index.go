package cli

import (
	"context"
	"log/slog"
	"time"

	"minimost/search"
)

// indexer is the part of a store that makes messages found quickly.
type indexer interface {
	// IndexMessages takes one step and tells how far it has come.
	IndexMessages(ctx context.Context) (search.Indexing, error)
}

const (
	indexLook     = time.Second           // between two looks for what is not indexed
	indexPause    = 20 * time.Millisecond // between two steps: it leaves the machine to others
	indexProgress = 10 * time.Second      // between two lines in the log
	indexWorth    = 10                    // blocks that are missing at the start and worth a line in the log
)

// index indexes messages for searches until the returned function is called, which
// waits for the step in progress.
func index(ctx context.Context, store indexer, logger *slog.Logger) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		report := indexReport{log: logger}
		for {
			so, err := store.IndexMessages(ctx)
			pause := indexLook
			switch {
			case err != nil && ctx.Err() == nil:
				logger.Error("index messages", "error", err)
			case err == nil:
				report.tell(so, time.Now())
				if so.Done < so.All {
					pause = indexPause
				}
			}
			if pauseFor(pause)(ctx) != nil {
				return
			}
		}
	}()
	return func() {
		cancel()
		<-ended
	}
}

// indexReport writes now and then how far an index has come that has much to do.
type indexReport struct {
	log    *slog.Logger
	active bool
	told   time.Time
}

func (r *indexReport) tell(so search.Indexing, now time.Time) {
	missing := so.All - so.Done
	switch {
	case !r.active && missing < indexWorth:
		return
	case missing == 0:
		r.active = false
		r.log.Info("all messages are indexed for searches")
		return
	case r.active && now.Sub(r.told) < indexProgress:
		return
	}
	r.active, r.told = true, now
	r.log.Info("indexing messages for searches", "done", so.Done*search.BlockSize, "of", so.All*search.BlockSize)
}
