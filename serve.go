package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/handlers"
	"minimost/pubsub"
	"minimost/sqlite"
	"minimost/static"
)

const (
	sweepEvery   = 100 * time.Millisecond
	sweepTimeout = 5 * time.Second

	// A page asks once a second: in this time each learns that its connection
	// ends, so that none is closed under a request. Both together stay below the
	// five seconds that a stop may take.
	drainTime    = 1200 * time.Millisecond
	shutdownTime = 2500 * time.Millisecond
	// Without any connection for so long nothing is left to wait for: one that
	// was opened before the stop has been accepted by then.
	quietTime = 100 * time.Millisecond

	// garbagePercent trades memory for speed: little of what a chat server
	// allocates outlives its request.
	garbagePercent = 200
)

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
	release, err := reserve(p.DB)
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

func (p program) listen(ctx context.Context) (net.Listener, error) {
	listener, err := listenOn(ctx, p.Addr)
	if err != nil {
		return nil, err
	}
	listener = p.bounded(lingeringListener{listener})
	if p.TLSCert == "" {
		return listener, nil
	}
	certificate, err := tls.LoadX509KeyPair(p.TLSCert, p.TLSKey)
	if err != nil {
		_ = listener.Close()
		return nil, faultf("The certificate cannot be used: %v.", err)
	}
	return tls.NewListener(listener, &tls.Config{
		Certificates: []tls.Certificate{certificate},
		MinVersion:   tls.VersionTLS12,
	}), nil
}

func (p program) bounded(listener net.Listener) *boundedListener {
	bounds := &boundedListener{
		Listener: listener, all: maxConnections, proxies: p.proxies, plain: p.TLSCert == "", from: make(map[netip.Prefix]int),
	}
	if p.RateLimits {
		bounds.ofAddress = maxAddressConnections
	}
	return bounds
}

// listenOn listens on an address, or says in one sentence why it does not.
func listenOn(ctx context.Context, addr string) (net.Listener, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, faultf("Another program listens on %s already.", addr)
	case err != nil:
		return nil, faultf("It is not possible to listen on %s: %v.", addr, innermost(err))
	}
	return listener, nil
}

// innermost is the cause without the addresses that the net package puts before
// it.
func innermost(err error) error {
	for cause := err; cause != nil; cause = errors.Unwrap(cause) {
		err = cause
	}
	return err
}

// reachable is the address that was asked for, with the port that was picked.
func reachable(asked string, addr net.Addr) string {
	host, _, _ := net.SplitHostPort(asked)
	tcp, ok := addr.(*net.TCPAddr)
	if !ok {
		return asked
	}
	return net.JoinHostPort(host, strconv.Itoa(tcp.Port))
}

// staticDir is where --dev finds the files to be edited: in the root of a
// checkout. Started elsewhere the program serves those it carries.
const staticDir = "static"

func isDirectory(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func (p program) app(store *sqlite.Store, changes *pubsub.Hub, addr string, logger *slog.Logger, stats handlers.Stats, draining *atomic.Bool, streams *handlers.Streams) (*fiber.App, error) {
	files := static.Dir(staticDir)
	if !p.Dev || !isDirectory(staticDir) {
		var err error
		if files, err = static.Load(static.Embedded); err != nil {
			return nil, err
		}
	}
	base := p.baseURL(addr)
	return handlers.New(handlers.Config{
		Store:          store,
		Sessions:       store.Sessions(),
		Emoji:          sync.OnceValues(func() (*chat.EmojiSet, error) { return chat.ParseEmojiSet(static.EmojiData()) }),
		Now:            time.Now,
		Changes:        changes,
		Logger:         logger,
		Stats:          stats,
		Assets:         assets{files},
		BaseURL:        base,
		Secure:         strings.HasPrefix(base, "https://") || p.TLSCert != "",
		TrustedProxies: p.proxies,
		RateLimits:     p.RateLimits,
		Dev:            p.Dev,
		Demo:           p.demoLogin(),
		Draining:       draining,
		Streams:        streams,
	})
}

// sweep keeps the stored presence in step with the clock until the returned
// function is called, which waits for the last round.
func sweep(ctx context.Context, store *sqlite.Store, logger *slog.Logger) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		ticker := time.NewTicker(sweepEvery)
		defer ticker.Stop()
		last := time.Now()
		for {
			select {
			case <-ctx.Done():
				return
			case now := <-ticker.C:
				if err := sweepOnce(ctx, store, last, now); err != nil {
					if ctx.Err() == nil {
						logger.Error("sweep presence", "error", err)
					}
					continue
				}
				last = now
			}
		}
	}()
	return func() {
		cancel()
		<-ended
	}
}

func sweepOnce(ctx context.Context, store *sqlite.Store, last, now time.Time) error {
	ctx, cancel := context.WithTimeout(ctx, sweepTimeout)
	defer cancel()
	return store.Sweep(ctx, last, now)
}

// serveUntil answers requests until ctx ends, and then those in flight. Streams
// end first, at the same time as clients learn of the stop.
func serveUntil(ctx context.Context, app *fiber.App, listener net.Listener, draining *atomic.Bool, streams *handlers.Streams) error {
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
	ending.Go(streams.Close)
	defer ending.Wait()
	began, busy := time.Now(), time.Now()
	for ; time.Since(began) < drainTime && time.Since(busy) < quietTime; time.Sleep(20 * time.Millisecond) {
		if app.Server().GetOpenConnectionsCount() > 0 {
			busy = time.Now()
		}
	}
	limit, cancel := context.WithTimeout(context.Background(), shutdownTime)
	defer cancel()
	// What is left at the limit is connections on which nobody asks anything.
	if err := app.ShutdownWithContext(limit); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}
