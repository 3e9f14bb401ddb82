//go:build linux

package handlers

import (
	"fmt"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"minimost/page"
)

// costlyTexts are those of 10,000 characters that take the longest to draw, by what they repeat.
var costlyTexts = []string{
	"*a* ", "*_~~a", "**a_", "*a **b* c** ", "- a\n  - b\n    - c\n", "- a\n\n", "- a\n", "1. a\n", ">\n", ">> a\n> b\n", "a\n\n", "```\n",
	"www.a.b ", "a@b.de ", "http://ö ", "https://a/(", "[a](https://a", "[a](https://a) ", "[](", "`a` ", "<", ">😀", "&ö", ">_\u200b", "👍", ":tada:", "|a|b|c|d|e|f|g|h\n|-|-|-|-|-|-|-|-\n", "|a|\n|-|\n|b|\n", "```go\na\n```\n",
	"🇩🇪\n  - [a](https://a)\r```", "~~':tada::tada:````- ```?> a\n```?\"?", "<❤️&🇩🇪]\r–。>👍🏽> …👍🏽", "||a|\n|-|\n}\thttps://www.%](*a **b* c** ,a@b.example [中](https://ö.中/中) > b\u200d",
	"- a\n  - b\n    - c\n      - d\n          \u3000\u3000\u3000\u3000\u3000\u3000x\n", ">>>>>>>>>>>> ”\n", "````\n😀\r😀\n&\r\n", "https://https://a/", "|-|-|-|-|-|-|-|-x\n",
}

const plainText = "The deploy went through and all checks are green, shall we tell the others after the standup? "

// BenchmarkPageOfTexts compares a page of fifty costly texts with one of plain ones, drawn for the first time and again: the
// processor time of the whole request, as times-plain, the median over pairs of both.
func BenchmarkPageOfTexts(b *testing.B) {
	w := newWorld(b)
	w.server.Throttle = nil
	alice := w.as("alice")
	plain := w.channelOf(b, plainText)
	for _, part := range costlyTexts {
		channel := w.channelOf(b, part)
		for _, first := range []bool{true, false} {
			for _, encoding := range []string{"identity", "gzip"} {
				b.Run(fmt.Sprintf("%q/first=%t/%s", part, first, encoding), func(b *testing.B) {
					c := newCaller(b, w, alice)
					c.ctx.Request.Header.Set(fiber.HeaderAcceptEncoding, encoding)
					var costly time.Duration
					var ratios []float64
					for b.Loop() {
						usual, took := c.pageCost(w, plain, first), c.pageCost(w, channel, first)
						costly += took
						ratios = append(ratios, float64(took)/float64(usual))
					}
					slices.Sort(ratios)
					b.ReportMetric(ratios[len(ratios)/2], "times-plain")
					b.ReportMetric(float64(costly.Microseconds())/float64(b.N), "cpu-µs/op")
				})
			}
		}
	}
}

// channelOf is a new channel with a page of messages that repeat a text.
func (w *world) channelOf(b *testing.B, part string) string {
	b.Helper()
	created, err := w.store.CreatePrivateChannel(tContext(), "alice", "Texts", nil, w.clock())
	if err != nil {
		b.Fatal(err)
	}
	text := []rune(strings.Repeat(part, 10_000/len([]rune(part))+1))[:9_990]
	channel := fmt.Sprint("private:", created.ID)
	for i := range page.Messages {
		w.pass(time.Second)
		if _, err := w.store.Send(tContext(), "alice", channel, fmt.Sprint(string(text), " ", i), 0, w.clock()); err != nil {
			b.Fatal(err)
		}
	}
	return channel
}

// pageCost is the processor time of this process for one page.
func (c *caller) pageCost(w *world, channel string, first bool) time.Duration {
	if first {
		w.server.Pages = page.New(w.store, w.server.Cache, w.server.Changes, w.server.Emoji, "") // which has drawn nothing yet
	}
	before := processorTime(c.b)
	c.call(fiber.StatusOK, get, "/c/"+channel)
	return processorTime(c.b) - before
}

func processorTime(t testing.TB) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		t.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
