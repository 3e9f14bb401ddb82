package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestLoadSendsEveryPersonsRequestsAndCountsWrongAnswers(t *testing.T) {
	var mu sync.Mutex
	asked, seen := 0, map[string]int{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		mu.Lock()
		defer mu.Unlock()
		seen[fmt.Sprint(r.Method, " ", r.URL, " ", r.Header["Cookie"], " ", r.Header["Content-Type"], " ", string(body))]++
		w.WriteHeader([]int{http.StatusOK, http.StatusFound, http.StatusInternalServerError}[asked%3])
		asked++
	}))
	defer server.Close()
	client := newClient(server.Listener.Addr().String())
	served := &fixture{process: &process{address: client.Addr}, talkers: []*person{{cookie: "s=1", client: client}, {cookie: "s=2", client: client}}}
	for _, sent := range []struct {
		request
		seen string
	}{
		{get("/a?b=c~d"), "GET /a?b=c~d [s=%d] [] "}, {post("/form", form("text", "a b")), "POST /form [s=%d] [application/x-www-form-urlencoded] text=a+b"},
		{post("/json", `{"a":1}`), `POST /json [s=%d] [application/json] {"a":1}`}, {post("/empty", ""), "POST /empty [s=%d] [] "},
	} {
		asked, seen = 0, map[string]int{}
		got := served.loadOf(endpoint{request: sent.request, status: http.StatusOK}, 4).run(t.Context(), 100*time.Millisecond)
		if right := got.done - got.wrong; got.done != asked || got.done == 0 || right < got.done/3-1 || right > got.done/3+1 || got.reason == nil {
			t.Errorf("%d answers to %d requests, %d of them wrong: %v", got.done, asked, got.wrong, got.reason)
		}
		if seen[fmt.Sprintf(sent.seen, 1)]+seen[fmt.Sprintf(sent.seen, 2)] != asked || len(seen) != 2 {
			t.Errorf("was sent: %v", seen)
		}
	}
}

func TestConnectionsThatEndAreCounted(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		conn, _, _ := w.(http.Hijacker).Hijack()
		_ = conn.Close()
	}))
	defer server.Close()
	p := &person{client: newClient(server.Listener.Addr().String())}
	got := load{workers: 3, do: func(int, int) { p.ask(get("/"), http.StatusOK) }}.run(t.Context(), 50*time.Millisecond)
	if got.done == 0 || got.wrong != got.done {
		t.Errorf("%d requests, %d wrong: %v", got.done, got.wrong, got.reason)
	}
}

func TestPacedWorkersBeginInEvenSteps(t *testing.T) {
	got := load{workers: 10, every: 100 * time.Millisecond, do: func(int, int) {}}.run(t.Context(), 550*time.Millisecond)
	// A machine that is busy begins late, and then leaves out what is overdue at the end; it never does more.
	if got.done > 60 || got.done < 10 || len(got.latencies) != got.done {
		t.Errorf("%d times, want 55", got.done)
	}
	late := load{workers: 1, every: 10 * time.Millisecond, do: func(_, n int) {
		if n == 0 {
			time.Sleep(50 * time.Millisecond)
		}
	}}.run(t.Context(), 200*time.Millisecond)
	if slow := quantile(late.latencies, 0.9); slow < 0.02 {
		t.Errorf("what was due during a long answer is said to have taken %v s", slow)
	}
}

func TestQuantilesAndMedians(t *testing.T) {
	var hundred []time.Duration
	for i := range 100 {
		hundred = append(hundred, time.Duration(i+1)*time.Second)
	}
	for q, want := range map[float64]float64{0: 1, 0.5: 50, 0.99: 99, 1: 100} {
		if got := quantile(hundred, q); got != want {
			t.Errorf("quantile %v is %v, want %v", q, got, want)
		}
	}
	odd, even := []figure{{value: 3}, {value: 1}, {value: 2}}, []figure{{value: 4}, {value: 1}, {value: 2}, {value: 3}}
	if median(odd).value != 2 || median(even).value != 2.5 || quantile(nil, 0.5) != 0 {
		t.Error("a median is wrong")
	}
}

func TestReportsHoldMediansForPeopleAndEveryFigureForBenchstat(t *testing.T) {
	o, out := &report{}, strings.Builder{}
	for _, share := range []float64{0.4, 0.9, 0.8} { // the machine was busy in one round
		o.record("Throughput", "GET /messages/general?after=0", "ours", 12, figure{"p50-sec", 0.5, nil}, figure{"share", share, atLeast(0.85)})
	}
	o.table("Throughput", "share", "p50-sec", "other")
	must(t, o.publish(&out, ""))
	if !strings.Contains(out.String(), "| `GET /messages/general?after=0` | ours | 0.80 ✗ | 500 ms | |\n") {
		t.Error(out.String())
	}
	if got := o.raw.String(); !strings.HasPrefix(got, "BenchmarkThroughput/row=GET_messages_general_after_0/side=ours 12 0.5 p50-sec 0.4 share\n") ||
		strings.Count(got, "\n") != 3 {
		t.Error(got)
	}
}

func TestWrongAnswersEndARunWithAnError(t *testing.T) {
	for wrong := range 3 {
		c, ours := comparison{run: &run{}, title: "Throughput"}, &fixture{name: "ours", checks: tally{done: 5, wrong: wrong, reason: errors.New("not what it should be")}}
		if err := c.conclude(endpoint{name: "GET /x"}, ours); (err != nil) != (wrong > 0) {
			t.Errorf("%d wrong answers: %v", wrong, err)
		}
	}
}

func TestRowsThatAreNotThereAreNotMeasured(t *testing.T) {
	for only, right := range map[string]bool{"typing": true, "typo": false} {
		if err := measure(t.Context(), "throughput", []string{"-binary", "/nowhere", "-only", only}); err == nil || strings.Contains(err.Error(), "finds none") == right {
			t.Errorf("-only %s: %v", only, err)
		}
	}
}
