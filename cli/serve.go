package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"minimost/handlers"
	"minimost/liveness"
	"minimost/pubsub"
	"minimost/push"
	"minimost/sqlite"
	"minimost/views/markup"
)

// serve runs the server until ctx ends.
func (p program) serve(ctx context.Context) (err error) {
	logger, err := newLogger(p.stderr, p.LogLevel)
	if err != nil {
		return err
	}
	listener, err := p.listen(ctx, logger)
	if err != nil {
		return err
	}
	defer func() { _ = listener.Close() }()
	monitor, err := p.newMonitor(ctx)
	if err != nil {
		return err
	}
	defer monitor.close()

	changes := pubsub.NewHub()
	data, err := p.openStore(ctx, sqlite.Options{
		Logger: logger, Publish: changes.Publish, Observe: monitor.observe(), CanonicalEmoji: canonicalEmoji, MentionNames: markup.Mentions,
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, data.close()) }()
	store := data.Store
	if err := store.CheckNames(ctx); err != nil {
		return err
	}
	warnOfClock(ctx, store, data.now(), logger)
	addr := reachable(p.Addr, listener.Addr())
	config, err := p.config(addr)
	if err != nil {
		return err
	}
	var draining atomic.Bool
	sockets := push.NewSockets(push.Limits{Computing: data.computing()})
	defer sockets.Close()
	config.SessionStorage, config.Changes = store.Sessions(), changes
	config.Logger, config.Stats = logger, monitor.stats()
	config.Draining, config.Sockets = &draining, sockets
	began := time.Now()
	pages := liveness.New(data.presence(), data.now, func() time.Duration { return time.Since(began) }, logger)
	config.Liveness = pages
	data.configure(&config)
	config.Now = pages.Now
	pusher, stopPush, err := p.startPush(ctx, data, changes, monitor, logger, config.BaseURL)
	if err != nil {
		return err
	}
	defer stopPush()
	config.Pusher = pusher
	app, err := handlers.New(store, config)
	if err != nil {
		return err
	}
	stop, err := p.startBackground(ctx, data, pages, logger)
	if err != nil {
		return err
	}
	defer stop()
	defer data.watch(ctx, sockets)()
	defer data.endTabsOfDead(ctx, logger)()
	fmt.Fprintln(p.stdout, "listening on", p.listenURL(addr))
	monitor.watchNode(data)
	monitor.serve(store, logger, p.stdout)
	if err := p.saySignup(ctx, store, addr); err != nil {
		return err
	}
	return serveUntil(ctx, app, listener, &draining, sockets)
}

// backgroundStore is the part of a store that changes without a request.
type backgroundStore interface {
	sweeper
	remover
	indexer
	auditRemover
	fileSweeper
	removalStore
}

// startBackground starts what runs beside the requests. The returned function
// stops it and waits for its last step.
func (p program) startBackground(ctx context.Context, data database, pages *liveness.Tracker, logger *slog.Logger) (stop func(), err error) {
	stopDemo := func() {}
	if p.Demo {
		if stopDemo, err = startDemo(ctx, data.Store, logger); err != nil {
			return nil, err
		}
	}
	store := data.background()
	stopWatching := repeat(ctx, sweepEvery, func(context.Context) { pages.Watch() })
	stopSweeping := sweep(ctx, pages, store, pages.Now, logger)
	stopRemoving := retain(ctx, store, p.MessageDays, logger)
	stopIndexing := index(ctx, store, logger)
	stopSweepingFiles := retainFiles(ctx, store, p.FileDays, logger)
	stopForgetting := retainAudit(ctx, store, p.AuditDays, logger)
	stopRenaming := continueRemovals(ctx, store, data.now, logger)
	stopKeepingMemoryLow := keepMemoryLow(ctx)
	return func() {
		stopKeepingMemoryLow()
		stopIndexing()
		stopRenaming()
		stopForgetting()
		stopSweepingFiles()
		stopRemoving()
		stopSweeping()
		stopWatching()
		stopDemo()
	}, nil
}
