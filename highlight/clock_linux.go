package highlight

import (
	"runtime"
	"syscall"
	"time"
	"unsafe"
)

// clock measures the processor time of the goroutine that has started it: what else a machine does takes nobody's colours.
type clock struct{ at time.Duration }

func startClock() clock {
	runtime.LockOSThread()
	return clock{threadTime()}
}

func (c clock) spent() time.Duration { return threadTime() - c.at }

// stop ends the measuring.
func (c clock) stop() time.Duration {
	defer runtime.UnlockOSThread()
	return c.spent()
}

func threadTime() time.Duration {
	const threadTime = 3 // CLOCK_THREAD_CPUTIME_ID
	var at syscall.Timespec
	_, _, _ = syscall.Syscall(syscall.SYS_CLOCK_GETTIME, threadTime, uintptr(unsafe.Pointer(&at)), 0) // it fails for no clock that there is
	return time.Duration(at.Nano())
}
