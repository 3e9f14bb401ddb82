package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// output is what a run prints when it ends: tables for people, and raw figures as `go test -bench` writes them.
type output struct{ text, raw strings.Builder }

func (o *output) printf(format string, args ...any) { fmt.Fprintf(&o.text, format, args...) }

// sayf tells whoever waits what goes on.
func (o *output) sayf(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }

// figures are values by unit. benchstat prints those in sec as times, and those in B as sizes.
type figures map[string]float64

var notInNames = regexp.MustCompile(`[^A-Za-z0-9]+`)

// record writes a line of raw figures, one for each round. The parts of its name are keys and values; iterations is how many
// requests or changes it sums up.
func (o *output) record(command string, iterations int, values figures, parts ...string) {
	fmt.Fprint(&o.raw, "Benchmark", command)
	for part := range slices.Chunk(parts, 2) {
		fmt.Fprintf(&o.raw, "/%s=%s", part[0], strings.Trim(notInNames.ReplaceAllString(part[1], "_"), "_"))
	}
	fmt.Fprintf(&o.raw, " %d", iterations)
	for _, unit := range slices.Sorted(maps.Keys(values)) {
		fmt.Fprintf(&o.raw, " %.9g %s", values[unit], unit)
	}
	o.raw.WriteByte('\n')
}

// publish prints the tables, and writes the raw figures to a file where one is named.
func (o *output) publish(out io.Writer, file string) error {
	_, err := io.WriteString(out, o.text.String())
	if file != "" {
		err = errors.Join(err, os.WriteFile(file, []byte(o.raw.String()), 0o644))
	}
	return err
}

// describeMachine says what figures depend on besides the code; folder is where the database will be.
func (o *output) describeMachine(folder string) error {
	info, _ := os.ReadFile("/proc/cpuinfo")
	load, _ := os.ReadFile("/proc/loadavg")
	model := append(regexp.MustCompile(`(?m)^model name\s*: (.*)$`).FindSubmatch(info), info, []byte("unknown"))[1]
	fsyncs, err := timeFsync(folder)
	o.printf("%s, %d cores, %s; load before: %.14s; write and fsync of 4 KiB: %s\n", model, runtime.NumCPU(), runtime.Version(), load, fsyncs)
	fmt.Fprintf(&o.raw, "goos: %s\ngoarch: %s\ncpu: %s\n", runtime.GOOS, runtime.GOARCH, model)
	return err
}

// fsyncsTimed is how many fsyncs make a figure.
const fsyncsTimed = 300

// timeFsync writes 4 KiB to the end of a file and waits for the disk, some times, and says how long that took.
func timeFsync(folder string) (said string, err error) {
	file, err := os.Create(filepath.Join(folder, "fsync"))
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, file.Close(), os.Remove(file.Name())) }()
	var times []time.Duration
	for range fsyncsTimed {
		began := time.Now()
		if _, err := file.Write(make([]byte, 4096)); err != nil {
			return "", err
		}
		if err := file.Sync(); err != nil {
			return "", err
		}
		times = append(times, time.Since(began))
	}
	slices.Sort(times)
	return fmt.Sprintf("p50 %s, p99 %s", milliseconds(quantile(times, 0.5)), milliseconds(quantile(times, 0.99))), nil
}

// quantile is the smallest of the sorted values that a share q of them does not exceed; 0 for no values.
func quantile[T cmp.Ordered](sorted []T, q float64) (none T) {
	if len(sorted) == 0 {
		return none
	}
	return sorted[min(max(int(math.Ceil(q*float64(len(sorted))))-1, 0), len(sorted)-1)]
}

// median is the middle value, or the mean of the two in the middle; 0 for no values.
func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	return (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
}

// mark is the sign of a target that was met or missed.
func mark(met bool) string { return map[bool]string{true: "✓", false: "✗"}[met] }

func milliseconds(d time.Duration) string { return fmt.Sprintf("%.2f ms", d.Seconds()*1000) }

func mebibytes(bytes float64) string { return fmt.Sprintf("%.1f MiB", bytes/(1<<20)) }

// grouped writes a count with a comma between thousands.
func grouped(n float64) string {
	digits := strconv.FormatFloat(math.Round(n), 'f', 0, 64)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
