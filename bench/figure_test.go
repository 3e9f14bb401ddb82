package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestTheShareIsTheMedianOfEachRoundsOwn(t *testing.T) {
	second := func(n int) tally { return tally{Requests: n, Microseconds: 1e6} }
	// The machine was busy in the second round: both were slow. The medians of
	// the rates alone would yield 0.5.
	r := row{bare: []tally{second(1000), second(100), second(800)}, ours: []tally{second(400), second(90), second(640)}}
	if got := r.share(); got != 0.8 {
		t.Errorf("share %v, want 0.8", got)
	}
	if got := (row{bare: []tally{{}}, ours: []tally{second(1)}}).share(); got != 0 {
		t.Errorf("share of nothing: %v", got)
	}
}

func TestTheCostIsSmallByLarge(t *testing.T) {
	second := func(n int) tally { return tally{Requests: n, Microseconds: 1e6} }
	r := growthRow{small: []tally{second(300), second(200)}, large: []tally{second(100), second(100)}, bytes: [2]int{100, 110}}
	if got := r.cost(); got != 2.5 {
		t.Errorf("cost %v, want 2.5", got)
	}
	if line := r.line(); !strings.Contains(line, "2.50 ✗") || r.longer() {
		t.Errorf("too much growth is not marked: %s", line)
	}
	r.bytes[1] = 1000
	if line := r.line(); !strings.Contains(line, "100 → 1,000 bytes") || strings.Contains(line, "✗") {
		t.Errorf("a longer answer is not told: %s", line)
	}
}

func TestQuantilesAndMedians(t *testing.T) {
	hundred := make([]int, 100)
	for i := range hundred {
		hundred[i] = 100 - i
	}
	for q, want := range map[float64]int{0: 1, 0.5: 50, 0.99: 99, 1: 100} {
		if got := quantile(hundred, q); got != want {
			t.Errorf("quantile %v is %v, want %v", q, got, want)
		}
	}
	if median([]float64{4, 1, 2, 3}) != 2.5 || median([]int{3, 1, 2}) != 2 || median([]int{}) != 0 || quantile([]int{}, 0.5) != 0 {
		t.Error("a median is wrong")
	}
	if grouped(1234567.4) != "1,234,567" || grouped(999) != "999" || milliseconds(1500*time.Microsecond) != "1.50 ms" {
		t.Error(grouped(1234567.4), grouped(999), milliseconds(1500*time.Microsecond))
	}
}

func TestWhatMissesItsTargetIsMarked(t *testing.T) {
	slow := tally{Requests: 100, Microseconds: 1e6, P50: 1000, P99: 25_000}
	r := row{endpoint: endpoint{name: "GET /x", wanted: 0.5}, bare: []tally{{Requests: 1000, Microseconds: 1e6}}, ours: []tally{slow}}
	if line := r.line(); !strings.Contains(line, "0.10 ✗") || !strings.Contains(line, "25.00 ms ✗") {
		t.Error(line)
	}
	r.ours[0] = tally{Requests: 600, Microseconds: 1e6, P50: 1000, P99: 19_000}
	if line := r.line(); strings.Contains(line, "✗") {
		t.Error(line)
	}
}

func TestWrongAnswersEndARunWithAnError(t *testing.T) {
	quiet := console{new(strings.Builder), new(strings.Builder)}
	good := report{rows: []row{{checks: verdict{asked: 9}}}}
	file := filepath.Join(t.TempDir(), "result.md")
	if err := good.publish(quiet, file); err != nil {
		t.Errorf("a good run: %v", err)
	}
	if text, err := os.ReadFile(file); err != nil || string(text) != good.String() {
		t.Errorf("the file holds %q, %v", text, err)
	}
	wrong, lost := good, good
	wrong.rows = []row{{checks: verdict{asked: 9, wrong: 1}}}
	lost.stored = errWrong
	for name, r := range map[string]report{"a wrong answer": wrong, "a lost message": lost} {
		if err := r.publish(quiet, ""); err == nil {
			t.Errorf("%s is no error", name)
		}
	}
}

func TestProcessorTimeIsReadPastAnOddName(t *testing.T) {
	got, err := parseCPUTime("42 (a ) b (c) S 1 2 3 4 5 6 7 8 9 10 150 50 0 0 20 0 9 0 1")
	if err != nil || got != 2*time.Second {
		t.Errorf("%v, %v, want 2s", got, err)
	}
	if _, err := parseCPUTime("42 (x) S 1"); err == nil {
		t.Error("a line that is cut off is read")
	}
}
