package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Node is a server among those that share a database.
type Node interface {
	// Others is how many others there are.
	Others() int
	// OnDuty reports whether it does what is to be done once for all.
	OnDuty() bool
	// Unseen is for how long it has not seen what the others change.
	Unseen() time.Duration
}

// WatchNode adds how the server stands to the others. It may be called once.
func (m *Metrics) WatchNode(n Node) {
	gauge := func(name, help string, value func() float64) {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Namespace: namespace, Subsystem: "node", Name: name, Help: help}, value))
	}
	gauge("others", "Other servers that share the database.", func() float64 { return float64(n.Others()) })
	gauge("on_duty", "Whether this server does what is to be done once for all.", func() float64 {
		if n.OnDuty() {
			return 1
		}
		return 0
	})
	gauge("unseen_seconds", "For how long the changes of other servers were not seen.", func() float64 { return n.Unseen().Seconds() })
}
