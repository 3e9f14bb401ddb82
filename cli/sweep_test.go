package cli

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"
)

// span is what one call of Sweep covers.
type span struct{ last, now time.Time }

// failingSweeper fails every second time.
type failingSweeper chan span

func (s failingSweeper) Sweep(_ context.Context, last, now time.Time) error {
	s <- span{last, now}
	if len(s)%2 == 1 {
		return errors.New("the database is locked")
	}
	return nil
}

type noPages struct{}

func (noPages) Sweep(context.Context) {}

func TestASweepThatFailedIsMadeUpFor(t *testing.T) {
	const rounds = 6
	spans := make(failingSweeper, 1000)
	stop := sweep(t.Context(), noPages{}, spans, time.Now, slog.New(slog.DiscardHandler))
	for began := time.Now(); len(spans) < rounds; time.Sleep(time.Millisecond) {
		if time.Since(began) > 20*time.Second {
			t.Fatalf("%d rounds", len(spans))
		}
	}
	stop()
	close(spans)
	var covered time.Time
	count := 0
	for s := range spans {
		if count++; count > 1 && !s.last.Equal(covered) {
			t.Errorf("round %d begins at %v, covered is all until %v", count, s.last, covered)
		}
		if count == 1 {
			covered = s.last
		}
		if count%2 == 0 {
			covered = s.now
		}
	}
}
