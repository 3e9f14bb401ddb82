// Package metrics counts what the server does and shows it to Prometheus.
//
// It knows neither the store nor the handlers: package cli tells it of their
// requests and commits, and gives it the function that reads the rest.
package metrics

import (
	"context"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

const namespace = "minimost"

// Bounds of the histograms' buckets: seconds, and writes.
var (
	requestSeconds = []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5}
	commitSeconds  = []float64{.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, 1, 5}
	batchWrites    = []float64{1, 2, 4, 8, 16, 32, 64, 128, 256}
)

// Metrics are the numbers of one server. Its methods may be called from any
// goroutine.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
	sockets  prometheus.Gauge
	batches  prometheus.Histogram
	commits  [2]prometheus.Observer // without and with an fsync
	failures prometheus.Counter
	pushes   *prometheus.CounterVec
}

// New returns the metrics of a server of that version.
func New(version string) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		pushes:   newPushes(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Namespace: namespace, Name: "http_request_duration_seconds", Buckets: requestSeconds,
			Help: "Time until a request was answered, a socket until it is open.",
		}, []string{"method", "route", "status"}),
		sockets: prometheus.NewGauge(prometheus.GaugeOpts{
			Namespace: namespace, Name: "sockets", Help: "Sockets of pages that are open.",
		}),
		batches: prometheus.NewHistogram(prometheus.HistogramOpts{
			Namespace: namespace, Name: "writer_batch_writes", Buckets: batchWrites,
			Help: "Writes that were committed together.",
		}),
		failures: prometheus.NewCounter(prometheus.CounterOpts{
			Namespace: namespace, Name: "writer_failed_commits_total", Help: "Transactions of which nothing was kept.",
		}),
	}
	commits := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Namespace: namespace, Name: "writer_commit_duration_seconds", Buckets: commitSeconds,
		Help: "Time of a transaction from its start to the end of its commit, with the fsync where it has one.",
	}, []string{"fsync"})
	m.commits = [2]prometheus.Observer{commits.WithLabelValues("no"), commits.WithLabelValues("yes")}
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Namespace: namespace, Name: "build_info", Help: "Always 1; the label says which version runs.",
		ConstLabels: prometheus.Labels{"version": version},
	})
	build.Set(1)
	m.registry.MustRegister(m.requests, m.sockets, m.batches, m.failures, commits, build,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// ReadState adds what read returns, which is called each time somebody asks. It
// may be called once.
func (m *Metrics) ReadState(read func(context.Context) (State, error)) {
	m.registry.MustRegister(stateCollector{read})
}

// Requests returns what counts the answers of one route, by the class of their
// status. The counters are looked up once, so that a request takes no lock.
func (m *Metrics) Requests(method, route string) func(status int, took time.Duration) {
	var classes [len(classNames)]atomic.Pointer[prometheus.Observer]
	return func(status int, took time.Duration) {
		class := status / 100
		if class < 0 || class >= len(classNames) {
			class = 0
		}
		counter := classes[class].Load()
		if counter == nil {
			found := m.requests.WithLabelValues(method, route, classNames[class])
			counter = &found
			classes[class].Store(counter)
		}
		(*counter).Observe(took.Seconds())
	}
}

var classNames = [...]string{"other", "1xx", "2xx", "3xx", "4xx", "5xx"}

// SocketOpened counts a socket until SocketClosed.
func (m *Metrics) SocketOpened() { m.sockets.Inc() }

// SocketClosed takes back a SocketOpened.
func (m *Metrics) SocketClosed() { m.sockets.Dec() }

// Committed counts one transaction of the writer.
func (m *Metrics) Committed(writes int, took time.Duration, fsynced bool, err error) {
	if err != nil {
		m.failures.Inc()
		return
	}
	m.batches.Observe(float64(writes))
	kind := 0
	if fsynced {
		kind = 1
	}
	m.commits[kind].Observe(took.Seconds())
}

const (
	// atOnce and answerTime bound what those who ask can cost.
	atOnce     = 2
	answerTime = 10 * time.Second
)

// Handler answers with everything, in the format that the client asks for. A
// number that cannot be read is left out and logged.
func (m *Metrics) Handler(logger *slog.Logger) http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{
		ErrorLog:            slog.NewLogLogger(logger.Handler(), slog.LevelError),
		ErrorHandling:       promhttp.ContinueOnError,
		MaxRequestsInFlight: atOnce,
		Timeout:             answerTime,
	})
}
