package main

import (
	"fmt"
	"os"
	"strings"
	"time"
)

// cost is how many times what a request costs in the small town it costs in
// the large one.
func (r growthRow) cost() float64 { return median(ratios(rates(r.small), rates(r.large))) }

// longer reports whether the answer itself has grown. That of a write depends on
// what the writes before it left.
func (r growthRow) longer() bool {
	return !r.endpoint.writes && float64(r.bytes[1]) > longerAnswer*float64(r.bytes[0])
}

// growthReport is the result of bench growth.
type growthReport struct {
	options    growthOptions
	machine    machine
	dimensions []dimension
	rows       [][]growthRow // by dimension
}

// publish prints the report, also into a file where one is named, and returns
// errWrong when any answer was.
func (r growthReport) publish(c console, file string) error {
	text := r.String()
	fmt.Fprint(c.out, text)
	if file != "" {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			return err
		}
	}
	wrong := false
	for i, rows := range r.rows {
		for _, row := range rows {
			for _, reason := range row.reasons {
				c.sayf("%s, %s: %v", r.dimensions[i].name, row.endpoint.name, reason)
			}
			wrong = wrong || row.wrong > 0
		}
	}
	if wrong {
		return errWrong
	}
	return nil
}

func (r growthReport) String() string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s\n\n", r.machine)
	fmt.Fprintf(&out, "%d rounds of %d s each, %d connections, in turn. Figures are medians of the rounds; the cost of a request may grow to %.1f.\n",
		r.options.rounds, r.options.seconds, r.options.connections, wantedGrowth)
	for i, d := range r.dimensions {
		fmt.Fprintf(&out, "\n**%s**: %s → %s\n\n", d.name, d.small, d.large)
		out.WriteString("| endpoint | small req/s | large req/s | cost | small p99 | large p99 | answer | wrong |\n")
		out.WriteString("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n")
		for _, row := range r.rows[i] {
			out.WriteString(row.line())
		}
	}
	return out.String()
}

func (r growthRow) line() string {
	growth, length := mark(r.cost() <= wantedGrowth), "as long"
	if r.longer() {
		growth, length = "", fmt.Sprintf("%s → %s bytes", grouped(float64(r.bytes[0])), grouped(float64(r.bytes[1])))
	}
	p99 := func(tallies []tally) time.Duration { return median(latencies(tallies, tally.worst)) }
	return fmt.Sprintf("| `%s` | %s | %s | %.2f %s | %s | %s | %s | %d |\n", r.endpoint.name,
		grouped(median(rates(r.small))), grouped(median(rates(r.large))), r.cost(), growth,
		milliseconds(p99(r.small)), milliseconds(p99(r.large)), length, r.wrong)
}
