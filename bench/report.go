package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"
)

// row is what was measured of one endpoint.
type row struct {
	endpoint endpoint
	bare     []tally
	ours     []tally
	checks   verdict
	fsyncs   []time.Duration // just after the rounds of durable writes
}

func rates(tallies []tally) []float64 {
	list := make([]float64, len(tallies))
	for i, t := range tallies {
		list[i] = t.perSecond()
	}
	return list
}

func latencies(tallies []tally, of func(tally) time.Duration) []time.Duration {
	list := make([]time.Duration, len(tallies))
	for i, t := range tallies {
		list[i] = of(t)
	}
	return list
}

// share is the median over the rounds of ours as a share of the bare handler.
func (r row) share() float64 { return median(ratios(rates(r.ours), rates(r.bare))) }

// report is the result of bench throughput.
type report struct {
	options         throughputOptions
	machine         machine
	rows            []row
	stored          error // nil: everything acknowledged is stored
	memory, highest int64 // bytes
}

// publish prints the report, also into a file where one is named, and returns
// errWrong when anything was.
func (r report) publish(c console, file string) error {
	text := r.String()
	fmt.Fprint(c.out, text)
	if file != "" {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			return err
		}
	}
	wrong := r.stored != nil
	for _, row := range r.rows {
		for _, reason := range row.checks.reasons {
			c.sayf("%s: %v", row.endpoint.name, reason)
		}
		wrong = wrong || row.checks.wrong > 0
	}
	if wrong {
		return errors.Join(errWrong, r.stored)
	}
	return nil
}

func (r report) String() string {
	var out strings.Builder
	o := r.options
	fmt.Fprintf(&out, "%s\n\n", r.machine)
	fmt.Fprintf(&out, "%d people, %d messages, %d private channels each, %d people typing where it is measured; "+
		"%d rounds of %d s, %d connections. Figures are medians of the rounds.\n\n",
		peopleCount, messageCount, teamChannels, typistCount, o.rounds, o.seconds, o.connections)
	out.WriteString("| endpoint | bare req/s | ours req/s | share | wanted | p50 | p99 | worst p99 | fsync p50, p99 | checked | wrong |\n")
	out.WriteString("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n")
	for _, row := range r.rows {
		out.WriteString(row.line())
	}
	stored := "exactly what was acknowledged, and nothing else but what was on its way"
	if r.stored != nil {
		stored = r.stored.Error()
	}
	fmt.Fprintf(&out, "\nMessages stored: %s.\n", stored)
	fmt.Fprintf(&out, "Resident memory %s after the run: %s (%s below %s; highest %s).\n", o.settle, mebibytes(r.memory),
		mark(r.memory < wantedMemory), mebibytes(wantedMemory), mebibytes(r.highest))
	return out.String()
}

// line is the endpoint's line of the table; what misses its target is marked.
func (r row) line() string {
	p99 := median(latencies(r.ours, tally.worst))
	fsync := ""
	if len(r.fsyncs) > 0 {
		fsync = milliseconds(quantile(r.fsyncs, 0.5)) + ", " + milliseconds(quantile(r.fsyncs, 0.99))
	}
	return fmt.Sprintf("| `%s` | %s | %s | %.2f %s | %.2f | %s | %s %s | %s | %s | %s | %d |\n", r.endpoint.name,
		grouped(median(rates(r.bare))), grouped(median(rates(r.ours))), r.share(), mark(r.share() >= r.endpoint.wanted), r.endpoint.wanted,
		milliseconds(median(latencies(r.ours, tally.median))), milliseconds(p99), mark(p99 < wantedP99*time.Millisecond),
		milliseconds(quantile(latencies(r.ours, tally.worst), 1)), fsync, grouped(float64(r.checks.asked)), r.checks.wrong)
}

func mark(reached bool) string {
	if reached {
		return "✓"
	}
	return "✗"
}
