package cli

import (
	"context"
	"log/slog"
	"time"

	"minimost/demo"
	"minimost/views"
)

const demoFillTimeout = time.Minute

// startDemo fills an empty database and plays its people until the returned
// function is called, which waits for what they are doing.
func startDemo(ctx context.Context, store demo.Store, logger *slog.Logger) (stop func(), err error) {
	// One that is filled in part could only be thrown away: a signal waits.
	filling, filled := context.WithTimeout(context.WithoutCancel(ctx), demoFillTimeout)
	defer filled()
	now := time.Now()
	if err := demo.Fill(filling, store, now); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		ticker := time.NewTicker(demo.StepEvery)
		defer ticker.Stop()
		demo.New(store, uint64(now.UnixNano()), logger).Run(ctx, ticker.C)
	}()
	return func() {
		cancel()
		<-ended
	}, nil
}

// demoLogin is what the login page gives away, nil outside of a demo.
func (p program) demoLogin() *views.DemoLogin {
	if !p.Demo {
		return nil
	}
	return &views.DemoLogin{Username: demo.Username, Password: demo.Password}
}
