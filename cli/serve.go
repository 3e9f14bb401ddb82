package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"sync/atomic"

	"minimost/chat"
	"minimost/handlers"
	"minimost/pubsub"
	"minimost/sqlite"
)

// garbagePercent trades memory for speed: little of what a chat server
// allocates outlives its request.
const garbagePercent = 200

// serve runs the server until ctx ends.
func (p program) serve(ctx context.Context) (err error) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbagePercent)
	}
	logger, err := newLogger(p.stderr, p.LogLevel)
	if err != nil {
		return err
	}
	channels, err := chat.ParsePublicNames(p.Channels)
	if err != nil {
		return err
	}
	listener, err := p.listen(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = listener.Close() }()
	monitor, err := p.newMonitor(ctx)
	if err != nil {
		return err
	}
	defer monitor.close()

	if p.Demo {
		if err := sqlite.CheckDemo(p.DB); err != nil {
			return err
		}
	}
	// Before the database: a second server must not reset the presence of the
	// first.
	release, err := sqlite.LockForServing(p.DB)
	if err != nil {
		return err
	}
	defer release()
	changes := pubsub.NewHub()
	store, err := sqlite.Open(p.DB, sqlite.Options{
		PublicChannels: channels, Logger: logger, Publish: changes.Publish, Observe: monitor.observe(),
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	if err := store.ResetPresence(ctx); err != nil {
		return err
	}
	if p.Demo {
		stopDemo, err := startDemo(ctx, store, logger)
		if err != nil {
			return err
		}
		defer stopDemo()
	}
	var draining atomic.Bool
	addr := reachable(p.Addr, listener.Addr())
	streams := handlers.NewStreams(handlers.StreamLimits{})
	defer streams.Close()
	app, err := p.app(store, changes, addr, logger, monitor.stats(), &draining, streams)
	if err != nil {
		return err
	}
	stopSweeping := sweep(ctx, store, logger)
	defer stopSweeping()
	stopRemoving := retain(ctx, store, p.MessageDays, logger)
	defer stopRemoving()
	fmt.Fprintln(p.stdout, "listening on", p.listenURL(addr))
	monitor.serve(store, logger, p.stdout)
	return serveUntil(ctx, app, listener, &draining, streams)
}
