package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"

	"minimost/handlers/web"
	"minimost/listen"
	"minimost/metrics"
	"minimost/sqlite"
	"minimost/webpush"
)

const metricsPath = "/metrics"

// Whoever asks for metrics has so long for a request, and may be silent for so
// long before the next.
const (
	metricsTimeout = 30 * time.Second
	metricsIdle    = 5 * time.Minute
)

// monitor is the metrics and where they are asked for. A nil one counts
// nothing.
type monitor struct {
	counted  *metrics.Metrics
	listener net.Listener
	addr     string // where it is reached
	server   *http.Server
}

func (p program) newMonitor(ctx context.Context) (*monitor, error) {
	if p.MetricsAddr == "" {
		return nil, nil
	}
	listener, err := listen.On(ctx, p.MetricsAddr)
	if err != nil {
		return nil, err
	}
	addr := reachable(p.MetricsAddr, listener.Addr())
	return &monitor{counted: metrics.New(ownVersion()), listener: listener, addr: addr}, nil
}

// stats is what the handlers tell.
func (m *monitor) stats() web.Stats {
	if m == nil {
		return nil
	}
	return m.counted
}

// observe is what the store tells.
func (m *monitor) observe() func(sqlite.Commit) {
	if m == nil {
		return nil
	}
	return func(c sqlite.Commit) { m.counted.Committed(c.Writes, c.Took, c.Durable, c.Err) }
}

// pushed is what those that send Web Push tell.
func (m *monitor) pushed() func(webpush.Result) {
	if m == nil {
		return nil
	}
	return func(r webpush.Result) { m.counted.Pushed(string(r)) }
}

// watchPush shows what waits to be sent.
func (m *monitor) watchPush(waiting func() int) {
	if m != nil {
		var results []string
		for _, r := range webpush.Results {
			results = append(results, string(r))
		}
		m.counted.WatchPush(results, waiting)
	}
}

// watchNode shows how the server stands to others, if there can be any.
func (m *monitor) watchNode(d database) {
	if m != nil && d.node != nil {
		m.counted.WatchNode(d.node)
	}
}

// statsReader is the part of a store that is asked for its numbers.
type statsReader interface {
	Stats(ctx context.Context, now time.Time) (sqlite.Stats, error)
}

// serve answers with the metrics until close, and says where.
func (m *monitor) serve(store statsReader, logger *slog.Logger, stdout io.Writer) {
	if m == nil {
		return
	}
	m.counted.ReadState(func(ctx context.Context) (metrics.State, error) { return readState(ctx, store) })
	mux := http.NewServeMux()
	mux.Handle("GET "+metricsPath, m.counted.Handler(logger))
	m.server = &http.Server{
		Handler: mux, ErrorLog: slog.NewLogLogger(logger.Handler(), slog.LevelError),
		ReadTimeout: metricsTimeout, WriteTimeout: metricsTimeout, IdleTimeout: metricsIdle, MaxHeaderBytes: 16 << 10,
	}
	go func() {
		if err := m.server.Serve(m.listener); !errors.Is(err, http.ErrServerClosed) {
			logger.Error("serve the metrics", "error", err)
		}
	}()
	fmt.Fprintf(stdout, "metrics on http://%s%s\n", m.addr, metricsPath)
}

func readState(ctx context.Context, store statsReader) (metrics.State, error) {
	stats, err := store.Stats(ctx, time.Now())
	people := make(map[string]int)
	for state, n := range stats.People {
		people[string(state)] = n
	}
	return metrics.State{
		Queue: stats.Queue, DatabaseBytes: stats.DatabaseBytes, LogBytes: stats.LogBytes,
		Sessions: stats.Sessions, People: people,
	}, err
}

func (m *monitor) close() {
	switch {
	case m == nil:
	case m.server != nil:
		_ = m.server.Close()
	default:
		_ = m.listener.Close()
	}
}
