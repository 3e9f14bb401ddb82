package metrics

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

func read(t *testing.T, m *Metrics, log *strings.Builder) (status int, body string) {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil)
	answer := httptest.NewRecorder()
	m.Handler(slog.New(slog.NewTextHandler(log, nil))).ServeHTTP(answer, request)
	return answer.Code, answer.Body.String()
}

func TestManyRequestsAtOnceAreAllCounted(t *testing.T) {
	m := New("test")
	count := m.Requests("GET", "/users")
	var asking sync.WaitGroup
	for range 8 {
		asking.Go(func() {
			for i := range 600 {
				count([]int{200, 204, 302, 403, 503, 999}[i%6], time.Millisecond)
				m.SocketOpened()
				m.SocketClosed()
			}
		})
	}
	asking.Wait()
	m.SocketOpened()
	var log strings.Builder
	_, body := read(t, m, &log)
	for _, want := range []string{
		`{method="GET",route="/users",status="2xx"} 1600`, `{method="GET",route="/users",status="3xx"} 800`,
		`{method="GET",route="/users",status="4xx"} 800`, `{method="GET",route="/users",status="5xx"} 800`,
		`{method="GET",route="/users",status="other"} 800`,
	} {
		if !strings.Contains(body, "minimost_http_request_duration_seconds_count"+want+"\n") {
			t.Errorf("no %s in\n%s", want, body)
		}
	}
	if !strings.Contains(body, "minimost_sockets 1\n") {
		t.Error("the stream is not counted")
	}
}

func TestWhatCannotBeReadIsLeftOutAndLogged(t *testing.T) {
	m := New("test")
	m.ReadState(func(context.Context) (State, error) { return State{Queue: 3}, errors.New("the disk is gone") })
	var log strings.Builder
	status, body := read(t, m, &log)
	if status != http.StatusOK || !strings.Contains(body, "minimost_writer_queue_writes 3\n") || strings.Contains(body, "minimost_sessions") {
		t.Errorf("%d %s", status, body)
	}
	if !strings.Contains(log.String(), "the disk is gone") {
		t.Errorf("logged %q", log.String())
	}
}

func TestACommitThatFailedIsNoCommit(t *testing.T) {
	m := New("test")
	m.Committed(5, time.Millisecond, true, errors.New("full"))
	m.Committed(7, time.Millisecond, true, nil)
	var log strings.Builder
	_, body := read(t, m, &log)
	for _, want := range []string{
		"minimost_writer_failed_commits_total 1\n", "minimost_writer_batch_writes_sum 7\n",
		`minimost_writer_commit_duration_seconds_count{fsync="yes"} 1` + "\n",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s", want)
		}
	}
}

func BenchmarkRequests(b *testing.B) {
	count := New("test").Requests("GET", "/ui/live/:channel")
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			count(204, 20*time.Microsecond)
		}
	})
}
