package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// must fails the test on an error.
func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestATallyIsReadFromTheMiddleOfWhatWrkPrints(t *testing.T) {
	got, err := parseTally(`Running 1s test @ http://127.0.0.1:1
  2 threads and 4 connections
Requests/sec:  11111.11
tally {"requests":2000,"microseconds":500000,"p50":120,"p99":3400,"refused":3,"unexpected":0,"connect":1,"read":2,"write":4,"timeout":8}
`)
	must(t, err)
	if got.perSecond() != 4000 || got.wrong() != 18 || got.acknowledged() != 1997 || got.median().String() != "120µs" || got.worst().String() != "3.4ms" {
		t.Errorf("%+v: %v/s, %d wrong, %d acknowledged, p50 %v, p99 %v", got, got.perSecond(), got.wrong(), got.acknowledged(), got.median(), got.worst())
	}
	if got.err() == nil {
		t.Error("wrong answers are no error")
	}
}

func TestWhatIsNoTallyIsAnError(t *testing.T) {
	for _, output := range []string{"", "unable to connect", `tally {"requests":`, `tally {"requests":0,"microseconds":1000000}`} {
		if got, err := parseTally(output); err == nil {
			t.Errorf("%q is read as %+v", output, got)
		}
	}
}

// mixed answers 200, 302 and 500 in turn, and notes what it was sent.
type mixed struct {
	mu    sync.Mutex
	asked int
	seen  map[string]int
}

func (m *mixed) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body := make([]byte, r.ContentLength+1)
	n, _ := r.Body.Read(body)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.seen[fmt.Sprint(r.Method, " ", r.URL, " ", r.Header["Cookie"], " ", r.Header["Content-Type"], " ", string(body[:n]))]++
	w.WriteHeader([]int{http.StatusOK, http.StatusFound, http.StatusInternalServerError}[m.asked%3])
	m.asked++
}

func TestWrkSendsEveryPersonsRequestsAndCountsTheirAnswers(t *testing.T) {
	m := &mixed{seen: map[string]int{}}
	server := httptest.NewServer(m)
	defer server.Close()
	g, err := newGenerator(t.TempDir(), 2, 4)
	must(t, err)
	must(t, g.load([]request{
		{method: "GET", path: "/a?b=c~d", cookie: "s=1"},
		{"POST", "/form", "s=2", formType, "text=a+b"},
		{"POST", "/empty", "s=3", "", ""},
	}))
	loose, err := g.send(t.Context(), server.URL, 1, 0)
	must(t, err)
	strict, err := g.send(t.Context(), server.URL, 1, http.StatusOK)
	must(t, err)
	// wrk itself takes a redirect, such as to the login page, for success.
	third := func(n, of int) bool { return n > of/3-10 && n < of/3+10 }
	if !third(loose.Refused, loose.Requests) || loose.Unexpected != 0 {
		t.Errorf("with no status given: %+v", loose)
	}
	if !third(strict.Requests-strict.Unexpected, strict.Requests) || strict.wrong() != strict.Unexpected {
		t.Errorf("with a status given: %+v", strict)
	}
	for _, sent := range []string{
		"GET /a?b=c~d [s=1] [] ", "POST /form [s=2] [application/x-www-form-urlencoded] text=a+b", "POST /empty [s=3] [] ",
	} {
		if m.seen[sent] == 0 {
			t.Errorf("%q was never sent", sent)
		}
	}
	if len(m.seen) != 3 {
		t.Errorf("was sent: %v", m.seen)
	}
}

func TestARequestThatDoesNotFitOnALineIsRefused(t *testing.T) {
	g, err := newGenerator(t.TempDir(), 1, 1)
	must(t, err)
	if err := g.load([]request{{method: "GET", path: "/", cookie: "a\tb"}}); err == nil || !strings.Contains(err.Error(), "line") {
		t.Errorf("a tab in a cookie: %v", err)
	}
}
