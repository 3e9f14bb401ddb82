package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"time"
)

// report is what a run prints when it ends: a table of medians for people, and every figure as `go test -bench` writes them.
type report struct {
	text, raw strings.Builder
	rows      []*row
}

// row is a line of a command's table: the figures of its rounds by unit. side is which program or database it was measured at.
type row struct {
	command, name, side string
	figures             map[string][]figure
}

// figure is a value in a unit, of which the end says how it is written, and the target it is to meet, if any.
type figure struct {
	unit   string
	value  float64
	target goal
}

type goal = func(float64) bool

func atLeast(bound float64) goal { return func(value float64) bool { return value >= bound } }
func atMost(bound float64) goal  { return func(value float64) bool { return value <= bound } }

var notInNames = regexp.MustCompile(`[^A-Za-z0-9]+`)

// record adds the figures of a round, which sums up so many requests or changes.
func (o *report) record(command, name, side string, iterations int, figures ...figure) {
	at := slices.IndexFunc(o.rows, func(r *row) bool { return r.command == command && r.name == name && r.side == side })
	if at < 0 {
		at, o.rows = len(o.rows), append(o.rows, &row{command, name, side, map[string][]figure{}})
	}
	fmt.Fprintf(&o.raw, "Benchmark%s/row=%s/side=%s %d", command, strings.Trim(notInNames.ReplaceAllString(name, "_"), "_"), strings.ReplaceAll(side, " ", "_"), iterations)
	for _, f := range figures {
		o.rows[at].figures[f.unit] = append(o.rows[at].figures[f.unit], f)
		fmt.Fprintf(&o.raw, " %.9g %s", f.value, f.unit)
	}
	o.raw.WriteByte('\n')
}

// median is the middle of a unit's figures, or the mean of the two in the middle, and the last one's target.
func median(figures []figure) figure {
	sorted := slices.SortedFunc(slices.Values(figures), func(a, b figure) int { return int(math.Copysign(1, a.value-b.value)) })
	middle := figures[len(figures)-1]
	middle.value = (sorted[(len(sorted)-1)/2].value + sorted[len(sorted)/2].value) / 2
	return middle
}

// String writes times in milliseconds and sizes of memory in MiB, with a mark where there is a target.
func (f figure) String() (text string) {
	switch {
	case strings.HasSuffix(f.unit, "-sec"):
		text = fmt.Sprintf("%.3g ms", f.value*1e3)
	case strings.HasSuffix(f.unit, "each-B"):
		text = fmt.Sprintf("%.1f KiB", f.value/(1<<10))
	case strings.HasSuffix(f.unit, "-B"):
		text = fmt.Sprintf("%.1f MiB", f.value/(1<<20))
	case f.value < 100 && f.value != math.Trunc(f.value):
		text = fmt.Sprintf("%.2f", f.value)
	default:
		text = fmt.Sprintf("%.0f", f.value)
	}
	if f.target != nil {
		text += map[bool]string{true: " ✓", false: " ✗"}[f.target(f.value)]
	}
	return text
}

// table is that of the command, in Markdown: a column for each unit.
func (o *report) table(command string, units ...string) {
	fmt.Fprintf(&o.text, "\n| %s | | %s |\n| --- | ---%s |\n", command, strings.Join(units, " | "), strings.Repeat(" | ---:", len(units)))
	for _, r := range o.rows {
		if r.command != command {
			continue
		}
		fmt.Fprintf(&o.text, "| `%s` | %s", r.name, r.side)
		for _, unit := range units {
			if o.text.WriteString(" |"); len(r.figures[unit]) > 0 {
				fmt.Fprint(&o.text, " ", median(r.figures[unit]))
			}
		}
		o.text.WriteString(" |\n")
	}
}

func sayf(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }

// publish prints the tables, and writes the raw figures to a file where one is named.
func (o *report) publish(out io.Writer, file string) error {
	_, err := io.WriteString(out, o.text.String())
	if file != "" {
		err = errors.Join(err, os.WriteFile(file, []byte(o.raw.String()), 0o644))
	}
	return err
}

// describeMachine says what figures depend on besides the code.
func (o *report) describeMachine() {
	info, _ := os.ReadFile("/proc/cpuinfo")
	load, _ := os.ReadFile("/proc/loadavg")
	model := append(regexp.MustCompile(`(?m)^model name\s*: (.*)$`).FindSubmatch(info), info, []byte("unknown"))[1]
	fmt.Fprintf(&o.raw, "goos: %s\ngoarch: %s\ncpu: %s\n", runtime.GOOS, runtime.GOARCH, model)
	fmt.Fprintf(&o.text, "%s, %d cores, %s; load before: %.14s\n", model, runtime.NumCPU(), runtime.Version(), load)
}

// fsync is a load that writes 4 KiB to the end of a file and waits for the disk.
func fsync(ctx context.Context, folder string) tally {
	file := required(os.CreateTemp(folder, "fsync"))
	sent := load{workers: 1, do: func(int, int) {
		_, err := file.Write(make([]byte, 4096))
		require(errors.Join(err, file.Sync()))
	}}.run(ctx, 200*time.Millisecond)
	require(errors.Join(sent.reason, file.Close(), os.Remove(file.Name())))
	return sent
}
