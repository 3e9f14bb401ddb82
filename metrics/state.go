package metrics

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// State is what is looked at when somebody asks rather than counted as it
// happens.
type State struct {
	Queue         int            // writes that wait
	DatabaseBytes int64          // of the database file
	LogBytes      int64          // of its write-ahead log
	Sessions      int            // logins that hold
	People        map[string]int // with a page open, by what it reports; nil: not known, nor are the sessions
}

const readTime = 5 * time.Second

var (
	queueDesc    = describe("writer_queue_writes", "Writes that wait for their transaction.")
	databaseDesc = describe("database_bytes", "Size of the database file.")
	logDesc      = describe("database_wal_bytes", "Size of the write-ahead log.")
	sessionsDesc = describe("sessions", "Logins that have not expired.")
	peopleDesc   = describe("people_online", "People with a page open, by what it reports, whatever they chose to look like.", "state")
)

func describe(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(prometheus.BuildFQName(namespace, "", name), help, labels, nil)
}

// stateCollector reads the state each time the metrics are asked for.
type stateCollector struct {
	read func(context.Context) (State, error)
}

// Describe names what Collect sends.
func (stateCollector) Describe(descs chan<- *prometheus.Desc) {
	for _, desc := range []*prometheus.Desc{queueDesc, databaseDesc, logDesc, sessionsDesc, peopleDesc} {
		descs <- desc
	}
}

// Collect sends the state as it is now.
func (c stateCollector) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), readTime)
	defer cancel()
	state, err := c.read(ctx)
	gauge := func(desc *prometheus.Desc, value float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, value, labels...)
	}
	gauge(queueDesc, float64(state.Queue))
	gauge(databaseDesc, float64(state.DatabaseBytes))
	gauge(logDesc, float64(state.LogBytes))
	if err != nil {
		out <- prometheus.NewInvalidMetric(peopleDesc, err)
		return
	}
	gauge(sessionsDesc, float64(state.Sessions))
	for name, people := range state.People {
		gauge(peopleDesc, float64(people), name)
	}
}
