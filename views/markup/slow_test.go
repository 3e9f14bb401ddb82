//go:build linux

package markup_test

import (
	"fmt"
	"io"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"
	"unsafe"

	"minimost/chat"
	"minimost/views/markup"
)

// slower is how many times more a text may cost than a plain one of the same length before it counts as slow. The costliest known
// one takes half of that, and what looks at a text of 10,000 characters again from each of them takes hundreds of times more.
const slower = 25

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
	return costWith(t, source, most, options)
}

func costWith(t testing.TB, source string, most time.Duration, options markup.Options) time.Duration {
	t.Helper()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	least := time.Duration(1<<63 - 1)
	for range 20 {
		before := spent(t)
		if err := markup.Write(io.Discard, source, options); err != nil {
			t.Fatal(err)
		}
		if least = min(least, spent(t)-before); least <= most {
			break
		}
	}
	return least
}

// BenchmarkDraw says how many times the processor time of a plain text of the same length each costly one takes: the median over
// pairs of a costly and a plain one, drawn one behind the other, for a processor is not always as fast.
func BenchmarkDraw(b *testing.B) {
	for part, source := range costly {
		b.Run(fmt.Sprintf("%q", part), func(b *testing.B) {
			var ratios []float64
			least := time.Duration(1<<63 - 1)
			for b.Loop() {
				took, usual := cost(b, source, 1<<62), cost(b, plain, 1<<62)
				least = min(least, took)
				ratios = append(ratios, float64(took)/float64(usual))
			}
			slices.Sort(ratios)
			b.ReportMetric(ratios[len(ratios)/2], "times-plain")
			b.ReportMetric(float64(least.Microseconds()), "cpu-µs")
		})
	}
}

func TestNoTextIsSlow(t *testing.T) {
	most := slower * cost(t, plain, 0)
	for part, source := range costly {
		wantFastText(t, fmt.Sprintf("%q", part), source, most)
	}
}

// wantFastText compares a text that seems slow with a plain one once more: the processor may be slower by now.
func wantFastText(t *testing.T, name, source string, most time.Duration) {
	t.Helper()
	took := cost(t, source, most)
	if took > most {
		most = slower * cost(t, plain, 0)
		took = cost(t, source, most)
	}
	if took > most {
		t.Errorf("%s repeated takes %v, a plain text a %dth of %v", name, took, slower, most)
	}
}

// TestMentionsAreFast has a hundred names that are marked, and thousands of others behind an "@".
func TestMentionsAreFast(t *testing.T) {
	marked := options
	for i := range chat.MaxMentions {
		marked.Mentions = append(marked.Mentions, fmt.Sprint("person", i))
	}
	most := slower * cost(t, plain, 0)
	for _, part := range []string{"@person ", "@a", "@person7 ", "@a--------------------------------"} {
		if took := costWith(t, fill(part), most, marked); took > most {
			t.Errorf("%q repeated takes %v, a plain text a %dth of %v", part, took, slower, most)
		}
	}
}

// TestNoTwoPartsAreSlow has each part of a costly text before each other one, and between two runs of it.
func TestNoTwoPartsAreSlow(t *testing.T) {
	most := slower * cost(t, plain, 0)
	for _, first := range costlyParts {
		for _, second := range costlyParts {
			wantFast(t, first, second, "", most)
		}
	}
	for _, parts := range [][3]string{
		{"[a](mailto:", "b", ")"}, {"[a](mailto:", "@b", ")"}, {"[a](mailto:", "@-", ")"}, {"mailto:,", "(", "@b"}, {"'mailto:", "'", "@b"},
		{"mailto:", "|", "@b"}, {"[", "[x](https://a)", "]"}, {"[a](https://(", "b", ")"}, {"https://[", ":", "]"},
	} {
		wantFast(t, parts[0], parts[1], parts[2], most)
	}
}

func wantFast(t *testing.T, first, second, third string, most time.Duration) {
	t.Helper()
	wantFastText(t, fmt.Sprintf("%q, %q and %q, each", first, second, third), fill3(first, second, third), most)
}

func FuzzCost(f *testing.F) {
	for _, part := range costlyParts {
		f.Add(part, "", "")
	}
	f.Add("mailto:", "|", "")
	f.Add("[a](mailto:", "b", ")")
	f.Add("[", "[x](https://a)", "")
	most := slower * cost(f, plain, 0)
	f.Fuzz(func(t *testing.T, first, second, third string) {
		for _, part := range []string{first, second, third} {
			if len(part) > longest/3 || !utf8.ValidString(part) {
				return
			}
		}
		if first != "" {
			wantFast(t, first, second, third, most)
		}
	})
}
