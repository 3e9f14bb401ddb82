package cli

import (
	"context"
	"errors"
	"log/slog"
	"runtime"
	"time"

	"minimost/chat"
	"minimost/handlers"
	"minimost/liveness"
	"minimost/postgres"
	"minimost/push"
	"minimost/search"
	"minimost/sqlite"
	"minimost/webpush"
)

// database is what is served: a file, or one that other servers may serve too.
type database struct {
	*sqlite.Store
	node  *postgres.Node // nil for a file
	close func() error
}

// openStore opens the database. Of a file nobody else is let in, and nobody is online.
func (p program) openStore(ctx context.Context, o sqlite.Options) (d database, err error) {
	if o.PublicChannels, err = chat.ParsePublicNames(p.Channels); err != nil {
		return d, err
	}
	if postgres.IsURL(p.DB) {
		return p.openShared(ctx, o)
	}
	if p.Demo {
		if err := sqlite.CheckDemo(p.DB); err != nil {
			return d, err
		}
	}
	// Before the database: a second server must not reset the presence of the
	// first.
	release, err := sqlite.LockForServing(p.DB)
	if err != nil {
		return d, err
	}
	defer func() {
		if err != nil {
			release()
		}
	}()
	o.Serve = true
	store, err := sqlite.Open(p.DB, o)
	if err != nil {
		return d, err
	}
	if err := store.ResetPresence(ctx); err != nil {
		return d, errors.Join(sqlite.OpenError(p.DB, err), store.Close())
	}
	return database{Store: store, close: func() error { defer release(); return store.Close() }}, nil
}

// openShared opens a PostgreSQL database. Nobody is online where no other server is.
func (p program) openShared(ctx context.Context, o sqlite.Options) (d database, err error) {
	node, err := postgres.Serve(ctx, p.DB, o)
	if err != nil {
		return d, err
	}
	if node.Alone {
		if err := node.ResetPresence(ctx); err != nil {
			return d, errors.Join(err, node.Close())
		}
	}
	return database{Store: node.Store, node: node, close: node.Close}, nil
}

// now is the time by the clock that everybody who serves the database goes by.
func (d database) now() time.Time {
	if d.node != nil {
		return d.node.Now()
	}
	return time.Now()
}

func (d database) presence() liveness.Store {
	if d.node != nil {
		return d.node
	}
	return d.Store
}

func (d database) pushes() webpush.Store {
	if d.node != nil {
		return d.node
	}
	return d.Store
}

// pushed is what is to be told of what was sent: a file's server has nobody who would send the rest.
func (d database) pushed() func(ctx context.Context, last int64) error {
	if d.node != nil {
		return d.node.Pushed
	}
	return nil
}

func (d database) background() backgroundStore {
	if d.node != nil {
		return dutyStore{d.Store, d.node}
	}
	return d.Store
}

// configure tells the handlers of the other servers.
func (d database) configure(config *handlers.Config) {
	config.Now = d.now
	if d.node != nil {
		config.Node, config.PresenceEpoch = d.node, d.node.PresenceEpoch
	}
}

// computing is how many pages are brought up to date at once; 0 is the usual number. Where the database is another program,
// those that wait for it keep none of the processors from the others.
func (d database) computing() int {
	if d.node == nil {
		return 0
	}
	return runtime.GOMAXPROCS(0) + d.node.Readers()
}

// cutOffEvery is how often it is looked whether the database is out of sight, and so how
// long sockets have for a goodbye.
const cutOffEvery = 250 * time.Millisecond

// watch has pages open their sockets elsewhere while the database is out of sight,
// until the returned function is called.
func (d database) watch(ctx context.Context, sockets *push.Sockets) (stop func()) {
	if d.node == nil {
		return func() {}
	}
	return repeat(ctx, cutOffEvery, func(context.Context) {
		if d.node.CutOff() {
			sockets.Leave()
		}
	})
}

// deadEvery is how often it is looked for pages of servers that have died.
const deadEvery = 500 * time.Millisecond

// endTabsOfDead ends the pages of servers that have died, until the returned function is
// called.
func (d database) endTabsOfDead(ctx context.Context, logger *slog.Logger) (stop func()) {
	if d.node == nil {
		return func() {}
	}
	return repeat(ctx, deadEvery, func(ctx context.Context) {
		if err := d.node.EndTabsOfDead(ctx, d.now()); err != nil && ctx.Err() == nil {
			logger.Error("end the pages of a server that has died", "error", err)
		}
	})
}

// dutyEvery is how often what is on duty alone looks whether it is.
const dutyEvery = time.Second

// onceOnDuty calls f now and then while this server is on duty: it may have taken that
// over, with what the one before it has left, until the returned function is called.
func (d database) onceOnDuty(ctx context.Context, f func()) (stop func()) {
	if d.node == nil {
		return func() {}
	}
	return repeat(ctx, dutyEvery, func(context.Context) {
		if d.node.OnDuty() {
			f()
		}
	})
}

// dutyStore does what is to be done once for all servers where this one is on duty.
type dutyStore struct {
	*sqlite.Store
	node *postgres.Node
}

func (s dutyStore) RemoveMessages(ctx context.Context, before chat.Stamp, pause func(context.Context) error) (removed int, err error) {
	if !s.node.OnDuty() {
		return 0, nil
	}
	return s.Store.RemoveMessages(ctx, before, pause)
}

func (s dutyStore) SweepFiles(ctx context.Context, sentBefore chat.Stamp, now time.Time, pause func(context.Context) error) error {
	if !s.node.OnDuty() {
		return nil
	}
	return s.Store.SweepFiles(ctx, sentBefore, now, pause)
}

func (s dutyStore) RemoveAudit(ctx context.Context, before chat.Stamp) error {
	if !s.node.OnDuty() {
		return nil
	}
	return s.Store.RemoveAudit(ctx, before)
}

func (s dutyStore) ContinueRemovals(ctx context.Context, now time.Time) error {
	if !s.node.OnDuty() {
		return nil
	}
	return s.Store.ContinueRemovals(ctx, now)
}

func (s dutyStore) IndexMessages(ctx context.Context) (search.Indexing, error) {
	if !s.node.OnDuty() {
		return search.Indexing{}, nil
	}
	return s.Store.IndexMessages(ctx)
}
