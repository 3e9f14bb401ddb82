package main

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

func second(answers int) tally { return tally{answers: answers, took: time.Second} }

func TestTheShareIsTheMedianOfEachRoundsOwn(t *testing.T) {
	// The machine was busy in the second round: both were slow. The medians of the rates alone would yield 0.5.
	bare := &target{rounds: []tally{second(1000), second(100), second(800)}}
	ours := &target{rounds: []tally{second(400), second(90), second(640)}}
	if got := ours.share(bare); got != 0.8 {
		t.Errorf("share %v, want 0.8", got)
	}
	if got := ours.of(tally.perSecond); got != 400 {
		t.Errorf("%v requests/s, want 400", got)
	}
}

func TestWrongAnswersEndARunWithAnError(t *testing.T) {
	asked := 0
	e := endpoint{name: "GET /x", check: func(_ *fixture, s *script, _ *person) {
		if asked++; asked == 2 {
			s.fail("not what it should be")
		}
	}}
	target := &target{name: "ours", fixture: newFixture(newPeople(typistCount, "", 1))}
	if err := target.failure(e); err != nil {
		t.Error(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	time.AfterFunc(5*checkEvery, stop)
	must(t, target.sample(ctx, e))
	for asked < 2 {
		must(t, target.sample(ctx, e))
	}
	if err := target.failure(e); err == nil || !strings.Contains(err.Error(), "1 wrong") || target.checked != asked {
		t.Errorf("%v after %d checks", err, asked)
	}
	target.note(errors.New("another"))
	if err := target.failure(e); !strings.Contains(err.Error(), "2 wrong") {
		t.Error(err)
	}
}

func TestQuantilesAndMedians(t *testing.T) {
	hundred := make([]int, 100)
	for i := range hundred {
		hundred[i] = i + 1
	}
	for q, want := range map[float64]int{0: 1, 0.5: 50, 0.99: 99, 1: 100} {
		if got := quantile(hundred, q); got != want {
			t.Errorf("quantile %v is %v, want %v", q, got, want)
		}
	}
	if median([]float64{4, 1, 2, 3}) != 2.5 || median([]float64{3, 1, 2}) != 2 || median(nil) != 0 || quantile([]int{}, 0.5) != 0 {
		t.Error("a median is wrong")
	}
	if grouped(1234567.4) != "1,234,567" || grouped(999) != "999" || milliseconds(1500*time.Microsecond) != "1.50 ms" {
		t.Error(grouped(1234567.4), grouped(999), milliseconds(1500*time.Microsecond))
	}
}

func TestRawFiguresAreLinesOfABenchmark(t *testing.T) {
	var o output
	o.record("Throughput", 12, figures{"sec/op": 0.5, "req/s": 2}, "endpoint", "GET /messages/general?after=0", "side", "ours")
	if got := o.raw.String(); got != "BenchmarkThroughput/endpoint=GET_messages_general_after_0/side=ours 12 2 req/s 0.5 sec/op\n" {
		t.Error(got)
	}
}

func TestProcessorTimeIsReadPastAnOddName(t *testing.T) {
	if got := cpuTime("42 (a ) b (c) S 1 2 3 4 5 6 7 8 9 10 150 50 0 0 20 0 9 0 1"); got != 2*time.Second {
		t.Errorf("%v, want 2s", got)
	}
	if got := cpuTime("42 (x) S 1"); got != 0 {
		t.Errorf("a line that is cut off is read as %v", got)
	}
}
