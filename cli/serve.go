package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"minimost/chat"
	"minimost/demo"
	"minimost/handlers"
	"minimost/liveness"
	"minimost/postgres"
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
	store, closeStore, err := p.openStore(ctx, sqlite.Options{
		Logger: logger, Publish: changes.Publish, Observe: monitor.observe(), CanonicalEmoji: canonicalEmoji, MentionNames: markup.Mentions,
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeStore()) }()
	warnOfClock(ctx, store, time.Now(), logger)
	addr := reachable(p.Addr, listener.Addr())
	config, err := p.config(addr)
	if err != nil {
		return err
	}
	var draining atomic.Bool
	sockets := push.NewSockets(push.Limits{})
	defer sockets.Close()
	config.Store, config.Sessions, config.Changes = store, store.Sessions(), changes
	config.Logger, config.Stats = logger, monitor.stats()
	config.Draining, config.Sockets = &draining, sockets
	began := time.Now()
	pages := liveness.New(store, time.Now, func() time.Duration { return time.Since(began) }, logger)
	config.Liveness = pages
	stopPush := func() {}
	if config.Pusher, stopPush, err = p.startPush(ctx, store, changes, monitor, logger, config.BaseURL); err != nil {
		return err
	}
	defer stopPush()
	app, err := handlers.New(config)
	if err != nil {
		return err
	}
	stop, err := p.startBackground(ctx, store, pages, logger)
	if err != nil {
		return err
	}
	defer stop()
	fmt.Fprintln(p.stdout, "listening on", p.listenURL(addr))
	monitor.serve(store, logger, p.stdout)
	if err := p.saySignup(ctx, store, addr); err != nil {
		return err
	}
	return serveUntil(ctx, app, listener, &draining, sockets)
}

// openStore opens the database for this server alone, with nobody online.
func (p program) openStore(ctx context.Context, o sqlite.Options) (store *sqlite.Store, closeStore func() error, err error) {
	if o.PublicChannels, err = chat.ParsePublicNames(p.Channels); err != nil {
		return nil, nil, err
	}
	if postgres.IsURL(p.DB) {
		return p.openShared(ctx, o)
	}
	if p.Demo {
		if err := sqlite.CheckDemo(p.DB); err != nil {
			return nil, nil, err
		}
	}
	// Before the database: a second server must not reset the presence of the
	// first.
	release, err := sqlite.LockForServing(p.DB)
	if err != nil {
		return nil, nil, err
	}
	defer func() {
		if err != nil {
			release()
		}
	}()
	o.Serve = true
	if store, err = sqlite.Open(p.DB, o); err != nil {
		return nil, nil, err
	}
	if err := store.ResetPresence(ctx); err != nil {
		return nil, nil, errors.Join(sqlite.OpenError(p.DB, err), store.Close())
	}
	return store, func() error { defer release(); return store.Close() }, nil
}

// openShared opens a PostgreSQL database, which other servers may serve too. Nobody
// is online where there is none.
func (p program) openShared(ctx context.Context, o sqlite.Options) (store *sqlite.Store, closeStore func() error, err error) {
	store, alone, err := postgres.Serve(ctx, p.DB, o)
	if err == nil && alone {
		if err = store.ResetPresence(ctx); err != nil {
			err = errors.Join(err, store.Close())
		}
	}
	if err != nil {
		return nil, nil, err
	}
	return store, store.Close, nil
}

// backgroundStore is the part of a store that changes without a request.
type backgroundStore interface {
	sweeper
	remover
	indexer
	auditRemover
	fileSweeper
	removalStore
	demo.Store
}

// startBackground starts what runs beside the requests. The returned function
// stops it and waits for its last step.
func (p program) startBackground(ctx context.Context, store backgroundStore, pages *liveness.Tracker, logger *slog.Logger) (stop func(), err error) {
	stopDemo := func() {}
	if p.Demo {
		if stopDemo, err = startDemo(ctx, store, logger); err != nil {
			return nil, err
		}
	}
	stopSweeping := sweep(ctx, pages, store, logger)
	stopRemoving := retain(ctx, store, p.MessageDays, logger)
	stopIndexing := index(ctx, store, logger)
	stopSweepingFiles := retainFiles(ctx, store, p.FileDays, logger)
	stopForgetting := retainAudit(ctx, store, p.AuditDays, logger)
	stopRenaming := continueRemovals(ctx, store, logger)
	stopKeepingMemoryLow := keepMemoryLow(ctx)
	return func() {
		stopKeepingMemoryLow()
		stopIndexing()
		stopRenaming()
		stopForgetting()
		stopSweepingFiles()
		stopRemoving()
		stopSweeping()
		stopDemo()
	}, nil
}
