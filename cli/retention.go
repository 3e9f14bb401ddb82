package cli

import (
	"context"
	"log/slog"
	"time"

	"minimost/chat"
)

// remover is the part of a store that forgets what is too old.
type remover interface {
	// RemoveMessages removes the messages from before a time in small steps,
	// between which it calls pause, and returns how many.
	RemoveMessages(ctx context.Context, before chat.Stamp, pause func(context.Context) error) (removed int, err error)
}

// retain removes messages that are older than so many days, now and then, until
// the returned function is called, which waits for the step in progress. With
// no days it keeps everything.
func retain(ctx context.Context, store remover, days int, logger *slog.Logger) (stop func()) {
	if days == 0 {
		return func() {}
	}
	return nowAndThen(ctx, func(ctx context.Context) {
		removed, err := store.RemoveMessages(ctx, chat.KeptSince(time.Now(), days), pauseFor(chat.RetentionPause))
		if removed > 0 {
			logger.Info("removed old messages", "messages", removed, "days", days)
		}
		if err != nil && ctx.Err() == nil {
			logger.Error("remove old messages", "error", err)
		}
	})
}

// fileSweeper is the part of a store that lets files go.
type fileSweeper interface {
	// SweepFiles removes, in small steps, what is left of files that are gone, what was
	// not sent in its time, and with a stamp the content of what was sent before it.
	SweepFiles(ctx context.Context, sentBefore chat.Stamp, now time.Time, pause func(context.Context) error) error
}

// retainFiles is retain for files; with no days it keeps what belongs to a message.
func retainFiles(ctx context.Context, store fileSweeper, days int, logger *slog.Logger) (stop func()) {
	return repeat(ctx, chat.FileSweepEvery, func(ctx context.Context) {
		var before chat.Stamp
		if days > 0 {
			before = chat.KeptSince(time.Now(), days)
		}
		if err := store.SweepFiles(ctx, before, time.Now(), pauseFor(chat.RetentionPause)); err != nil && ctx.Err() == nil {
			logger.Error("remove old files", "error", err)
		}
	})
}

// auditRemover is the part of a store that forgets what was done long ago.
type auditRemover interface {
	// RemoveAudit removes the entries of the audit log from before a time.
	RemoveAudit(ctx context.Context, before chat.Stamp) error
}

// retainAudit is retain for the audit log.
func retainAudit(ctx context.Context, store auditRemover, days int, logger *slog.Logger) (stop func()) {
	return nowAndThen(ctx, func(ctx context.Context) {
		if err := store.RemoveAudit(ctx, chat.KeptSince(time.Now(), days)); err != nil && ctx.Err() == nil {
			logger.Error("remove old entries of the audit log", "error", err)
		}
	})
}

// nowAndThen calls step at once and every chat.RetentionEvery until the returned
// function is called, which waits for the step in progress.
func nowAndThen(ctx context.Context, step func(context.Context)) (stop func()) {
	return repeat(ctx, chat.RetentionEvery, step)
}

// repeat is nowAndThen with another pause.
func repeat(ctx context.Context, every time.Duration, step func(context.Context)) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			step(ctx)
			if pauseFor(every)(ctx) != nil {
				return
			}
		}
	}()
	return func() {
		cancel()
		<-ended
	}
}

// pauseFor returns a function that waits, or ends early with the context's
// error.
func pauseFor(d time.Duration) func(context.Context) error {
	return func(ctx context.Context) error {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-timer.C:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
