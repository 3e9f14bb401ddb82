package main

import (
	"context"
	"net/http"
	"time"
)

// keystrokeEvery is how often a browser says that its user goes on typing. The
// server forgets a keystroke after five seconds.
const keystrokeEvery = 2 * time.Second

// keepTyping lets the typists begin, in their order, and go on until the
// returned function is called, which waits for them.
func (s *scene) keepTyping(ctx context.Context) (stop func() error, err error) {
	if err := s.keystroke(ctx); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() {
		ticker := time.NewTicker(keystrokeEvery)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				ended <- nil
				return
			case <-ticker.C:
				if err := s.keystroke(ctx); err != nil && ctx.Err() == nil {
					ended <- err
					return
				}
			}
		}
	}()
	return func() error {
		cancel()
		return <-ended
	}, nil
}

func (s *scene) keystroke(ctx context.Context) error {
	for _, p := range s.typists {
		if err := p.post(ctx, http.StatusNoContent, "/typing/"+talkChannel, "", ""); err != nil {
			return err
		}
	}
	return nil
}
