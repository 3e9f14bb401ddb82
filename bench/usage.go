package main

import (
	"fmt"
	"runtime"
	"syscall"
	"time"
)

// usage is the processor time that the generator and the program took, and
// when.
type usage struct {
	at                 time.Time
	generator, program time.Duration
}

func usageNow(p *process) (u usage, err error) {
	var own syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &own); err != nil {
		return u, err
	}
	u.at, u.generator = time.Now(), time.Duration(own.Utime.Nano()+own.Stime.Nano())
	u.program, err = p.cpuTime()
	return u, err
}

// since says which share of all processors both took since an earlier usage.
func (u usage) since(earlier usage) string {
	all := float64(u.at.Sub(earlier.at)) * float64(runtime.NumCPU())
	return fmt.Sprintf("of %d cores the program took %.0f %%, the generator %.0f %%", runtime.NumCPU(),
		100*float64(u.program-earlier.program)/all, 100*float64(u.generator-earlier.generator)/all)
}

// needFiles makes sure that this process, and so the program that it starts,
// may have so many files and connections open. Go raises the soft limit to the
// hard one by itself.
func needFiles(n int) error {
	const spare = 500
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return err
	}
	if wanted := uint64(n + spare); limit.Max < wanted {
		raised := syscall.Rlimit{Cur: wanted, Max: wanted}
		if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &raised); err != nil {
			return fmt.Errorf("%d connections need a limit of %d open files, it is %d (ulimit -Hn)", n, wanted, limit.Max)
		}
	}
	return nil
}
