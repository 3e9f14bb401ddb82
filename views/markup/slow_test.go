//go:build linux

package markup_test

import (
	"io"
	"runtime"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"
	"unsafe"

	"minimost/views/markup"
)

// slower is how many times more a text may cost than a plain one of the same length before it counts as slow. The costliest known
// one takes a quarter of that, and what looks at a text of 10,000 characters again from each of them takes hundreds of times more.
const slower = 40

// spent is the processor time that this thread has taken: other programs take none of it.
func spent(t testing.TB) time.Duration {
	t.Helper()
	const threadTime = 3 // CLOCK_THREAD_CPUTIME_ID
	var at syscall.Timespec
	if _, _, errno := syscall.Syscall(syscall.SYS_CLOCK_GETTIME, threadTime, uintptr(unsafe.Pointer(&at)), 0); errno != 0 {
		t.Fatal(errno)
	}
	return time.Duration(at.Nano())
}

// cost is what drawing a text takes at least.
func cost(t testing.TB, source string, most time.Duration) time.Duration {
	t.Helper()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	least := time.Duration(1<<63 - 1)
	for range 20 {
		before := spent(t)
		if err := markup.Write(io.Discard, source); err != nil {
			t.Fatal(err)
		}
		if least = min(least, spent(t)-before); least <= most {
			break
		}
	}
	return least
}

func TestNoTextIsSlow(t *testing.T) {
	most := slower * cost(t, plain, 0)
	for part, source := range costly {
		if took := cost(t, source, most); took > most {
			t.Errorf("%q repeated takes %v, a plain text a %dth of %v", part, took, slower, most)
		}
	}
}

func FuzzCost(f *testing.F) {
	for part := range costly {
		f.Add(part)
	}
	most := slower * cost(f, plain, 0)
	f.Fuzz(func(t *testing.T, part string) {
		if part == "" || len(part) > longest || !utf8.ValidString(part) {
			return
		}
		if took := cost(t, fill(part), most); took > most {
			t.Errorf("%q repeated takes %v, a plain text a %dth of %v", part, took, slower, most)
		}
	})
}
