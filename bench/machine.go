package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// fsyncsTimed is how many fsyncs make a figure.
const fsyncsTimed = 300

// machine is what figures depend on besides the code.
type machine struct {
	cpu     string
	cores   int
	load    string // of the last 1, 5 and 15 minutes, before the run
	fsync50 time.Duration
	fsync99 time.Duration
}

// look describes this machine; folder is where the database will be.
func look(folder string) (machine, error) {
	info, _ := os.ReadFile("/proc/cpuinfo")
	loads, _ := os.ReadFile("/proc/loadavg")
	m := machine{
		cpu: cmp.Or(cpuModel(string(info)), "unknown"), cores: runtime.NumCPU(),
		load: strings.Join(strings.Fields(string(loads))[:min(3, len(strings.Fields(string(loads))))], " "),
	}
	times, err := timeFsync(folder, fsyncsTimed)
	if err != nil {
		return m, err
	}
	m.fsync50, m.fsync99 = quantile(times, 0.5), quantile(times, 0.99)
	return m, nil
}

func cpuModel(cpuinfo string) string {
	for line := range strings.Lines(cpuinfo) {
		if name, value, _ := strings.Cut(line, ":"); strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// timeFsync writes 4 KiB to the end of a file and waits for the disk, n times.
func timeFsync(folder string, n int) (times []time.Duration, err error) {
	path := filepath.Join(folder, "fsync")
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	defer func() { _, _ = file.Close(), os.Remove(path) }()
	page := make([]byte, 4096)
	for range n {
		began := time.Now()
		if _, err := file.Write(page); err != nil {
			return nil, err
		}
		if err := file.Sync(); err != nil {
			return nil, err
		}
		times = append(times, time.Since(began))
	}
	return times, nil
}

func (m machine) String() string {
	return fmt.Sprintf("%s, %d cores, %s; load before: %s; write and fsync of 4 KiB: median %s, p99 %s",
		m.cpu, m.cores, runtime.Version(), m.load, milliseconds(m.fsync50), milliseconds(m.fsync99))
}
