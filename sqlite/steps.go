package sqlite

import (
	"context"
	"errors"
	"time"
)

// stepByStep calls step until there is no more to do. ctx's deadline is one for an answer of the database, and each step
// has as long for its own: what takes many is not given up for how many they are.
func (s *Store) stepByStep(ctx context.Context, step func(context.Context) (more bool, err error)) error {
	due, bounded := ctx.Deadline()
	patience := time.Until(due)
	for {
		if err := ctx.Err(); errors.Is(err, context.Canceled) {
			return s.fault(err)
		}
		within, cancel := ctx, context.CancelFunc(func() {})
		if bounded {
			within, cancel = renewed(ctx, patience)
		}
		more, err := step(within)
		cancel()
		if !more || err != nil {
			return err
		}
	}
}

// renewed is ctx with another deadline.
func renewed(ctx context.Context, patience time.Duration) (context.Context, context.CancelFunc) {
	within, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	stop := context.AfterFunc(ctx, func() {
		if !errors.Is(ctx.Err(), context.DeadlineExceeded) {
			cancel()
		}
	})
	return within, func() {
		stop()
		cancel()
	}
}
