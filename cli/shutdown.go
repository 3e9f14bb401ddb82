package cli

import (
	"context"
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v2"

	"minimost/push"
)

const (
	// A page asks once a second: in this time each learns that its connection
	// ends, so that none is closed under a request. Both together stay below the
	// five seconds that a stop may take.
	drainTime    = 1200 * time.Millisecond
	shutdownTime = 2500 * time.Millisecond
	// Without any connection for so long nothing is left to wait for: one that
	// was opened before the stop has been accepted by then.
	quietTime = 100 * time.Millisecond
)

// serveUntil answers requests until ctx ends, and then those in flight. Sockets
// end first, at the same time as clients learn of the stop.
func serveUntil(ctx context.Context, app *fiber.App, listener net.Listener, draining *atomic.Bool, sockets *push.Sockets) error {
	app.Server().CloseOnShutdown = true
	served := make(chan error, 1)
	go func() { served <- app.Listener(listener) }()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	draining.Store(true)
	var ending sync.WaitGroup
	ending.Go(sockets.Close)
	defer ending.Wait()
	drain(app)
	limit, cancel := context.WithTimeout(context.Background(), shutdownTime)
	defer cancel()
	// What is left at the limit is connections on which nobody asks anything.
	if err := app.ShutdownWithContext(limit); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

// drain waits until every client has learned of the stop, or there is none.
func drain(app *fiber.App) {
	began, busy := time.Now(), time.Now()
	for ; time.Since(began) < drainTime && time.Since(busy) < quietTime; time.Sleep(20 * time.Millisecond) {
		if app.Server().GetOpenConnectionsCount() > 0 {
			busy = time.Now()
		}
	}
}
