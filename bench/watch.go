package main

import (
	"context"
	"time"
)

const (
	// checkEvery is how often the answers are compared during a round.
	checkEvery = 50 * time.Millisecond
	// reasonsKept is how many wrong answers are described.
	reasonsKept = 3
)

// verdict is what a number of checks came to.
type verdict struct {
	asked   int
	wrong   int
	reasons []error // of the first few
}

func (v verdict) plus(w verdict) verdict {
	v.asked, v.wrong = v.asked+w.asked, v.wrong+w.wrong
	for _, reason := range w.reasons {
		if len(v.reasons) < reasonsKept {
			v.reasons = append(v.reasons, reason)
		}
	}
	return v
}

// watch checks some times a second until the returned function is called, which
// waits for the check under way and tells what was found. The first check
// is made at once.
func watch(ctx context.Context, check func(ctx context.Context, n int) error) (end func() verdict) {
	stop, found := make(chan struct{}), make(chan verdict, 1)
	go func() {
		ticker := time.NewTicker(checkEvery)
		defer ticker.Stop()
		var v verdict
		for n := 0; ; n++ {
			v.asked++
			if err := check(ctx, n); err != nil {
				v = v.plus(verdict{wrong: 1, reasons: []error{err}})
			}
			select {
			case <-stop:
				found <- v
				return
			case <-ticker.C:
			}
		}
	}()
	return func() verdict {
		close(stop)
		return <-found
	}
}
