package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// mixed answers 200, 302 and 500 in turn, and notes what it was sent.
type mixed struct {
	mu    sync.Mutex
	asked int
	seen  map[string]int
}

func (m *mixed) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.seen[fmt.Sprint(r.Method, " ", r.URL, " ", r.Header["Cookie"], " ", r.Header["Content-Type"], " ", string(body))]++
	w.WriteHeader([]int{http.StatusOK, http.StatusFound, http.StatusInternalServerError}[m.asked%3])
	m.asked++
}

func TestTheGeneratorSendsEveryPersonsRequestsAndCountsWrongAnswers(t *testing.T) {
	m := &mixed{seen: map[string]int{}}
	server := httptest.NewServer(m)
	defer server.Close()
	var requests [][]byte
	for _, r := range []request{get("/a?b=c~d"), post("/form", form("text", "a b")), post("/json", `{"a":1}`), post("/empty", "")} {
		requests = append(requests, r.wire(&person{base: server.URL, cookie: "s=1"}))
	}
	g, err := newGenerator(&rotation{requests: requests, status: http.StatusOK}, server.URL, 4)
	must(t, err)
	defer g.close()
	must(t, g.run(t.Context(), 200*time.Millisecond))
	if right := g.answers - g.wrong; g.answers != m.asked || g.answers == 0 || right < g.answers/3-1 || right > g.answers/3+1 || g.reason == nil {
		t.Errorf("%d answers to %d requests, %d of them wrong: %v", g.answers, m.asked, g.wrong, g.reason)
	}
	for _, sent := range []string{
		"GET /a?b=c~d [s=1] [] ", "POST /form [s=1] [application/x-www-form-urlencoded] text=a+b", `POST /json [s=1] [application/json] {"a":1}`,
		"POST /empty [s=1] [] ",
	} {
		if m.seen[sent] == 0 {
			t.Errorf("%q was never sent", sent)
		}
	}
	if len(m.seen) != len(requests) {
		t.Errorf("was sent: %v", m.seen)
	}
}

func TestPacedConnectionsSendInEvenSteps(t *testing.T) {
	m := &mixed{seen: map[string]int{}}
	server := httptest.NewServer(m)
	defer server.Close()
	from := &rotation{requests: [][]byte{get("/").wire(&person{base: server.URL})}, status: http.StatusOK}
	g, err := newGenerator(from, server.URL, 10)
	must(t, err)
	defer g.close()
	g.every = 100 * time.Millisecond
	must(t, g.run(t.Context(), 550*time.Millisecond))
	// A machine that is busy sends late, and then leaves out what is overdue; it never sends more.
	if g.answers > 55 || g.answers < 10 || len(g.latencies) != g.answers {
		t.Errorf("%d answers, want 55", g.answers)
	}
}

func TestConnectionsThatEndAreCounted(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		conn, _, _ := w.(http.Hijacker).Hijack()
		_ = conn.Close()
	}))
	defer server.Close()
	g, err := newGenerator(&rotation{requests: [][]byte{get("/").wire(&person{base: server.URL})}, status: 200}, server.URL, 3)
	must(t, err)
	defer g.close()
	must(t, g.run(t.Context(), 100*time.Millisecond))
	if g.answers != 0 || g.wrong != 3 || !strings.Contains(g.reason.Error(), "ended") {
		t.Errorf("%d answers, %d wrong: %v", g.answers, g.wrong, g.reason)
	}
}

func TestAnswersAreTakenApart(t *testing.T) {
	for in, want := range map[string]string{
		"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok":     "200 ok true",
		"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok":     "200 ok false",
		"HTTP/1.1 200 OK\r\nContent-Le":                      "0  false",
		"HTTP/1.1 204 No Content\r\nLive-Since: c~1\r\n\r\n": "204  true",
		"HTTP/1.1 200 OK\r\n\r\nok":                          "error",
		"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nok":     "error",
		"SSH-2.0-OpenSSH\r\n\r\n":                            "error",
	} {
		status, head, body, whole, err := parseAnswer([]byte(in))
		got := fmt.Sprintf("%d %s %v", status, body, whole)
		if err != nil {
			got = "error"
		}
		if got != want || want[:3] == "204" && headerIn(head, "Live-Since") != "c~1" {
			t.Errorf("%q: %q, want %q (%v)", in, got, want, err)
		}
	}
}
