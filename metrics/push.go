package metrics

import "github.com/prometheus/client_golang/prometheus"

func newPushes() *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{
		Namespace: namespace, Name: "push_total", Help: "What became of messages that were to be pushed to a browser.",
	}, []string{"result"})
}

// WatchPush adds what becomes of Web Push, each of the results from 0 on, and how many
// wait to be sent. It may be called once.
func (m *Metrics) WatchPush(results []string, waiting func() int) {
	for _, result := range results {
		m.pushes.WithLabelValues(result)
	}
	m.registry.MustRegister(m.pushes, prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Namespace: namespace, Name: "push_waiting", Help: "Messages that wait to be pushed, or for another try.",
	}, func() float64 { return float64(waiting()) }))
}

// Pushed counts one of the results.
func (m *Metrics) Pushed(result string) { m.pushes.WithLabelValues(result).Inc() }
