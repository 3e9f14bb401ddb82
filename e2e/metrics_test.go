package e2e

import (
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
)

// metricsURL is where the server says that its metrics are.
func (p *process) metricsURL() string {
	p.t.Helper()
	select {
	case line := <-p.later:
		url, found := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "metrics on ")
		if !found {
			p.t.Fatalf("after the ready line it prints %q", line)
		}
		return url
	case <-time.After(patience):
		p.t.Fatal("the server does not say where its metrics are")
	}
	return ""
}

func (p *process) metrics() string {
	p.t.Helper()
	status, body := fetch(p.t, http.MethodGet, p.metricsURL())
	if status != 200 {
		p.t.Fatalf("metrics: %d %s", status, body)
	}
	return body
}

func fetch(t *testing.T, method, url string) (status int, body string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	content, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(content)
}

// watchedServer is a server with metrics that has done a bit of everything.
func watchedServer(t *testing.T, args ...string) (p *process, metrics string) {
	t.Helper()
	p = launch(t, inMemory(t), append(args, "--metrics-addr=127.0.0.1:0", "--push")...)
	alice, bob := p.signUp("alice"), p.signUp("bob")
	alice.must(204, alice.json("/presence", `{"state":"active","tab":"t"}`))
	bob.must(204, bob.json("/presence", `{"state":"hidden","tab":"t"}`))
	for range 3 {
		alice.must(200, alice.form("/send/general", "text", "hello"))
	}
	alice.must(204, alice.form("/typing/general"))
	bob.must(200, bob.form("/react/1", "reaction", "👍"))
	bob.must(403, bob.get("/messages/private:9876543210"))
	bob.must(404, bob.get("/nothing/here"))
	return p, p.metrics()
}

func TestMetricsCountWhatTheServerDoes(t *testing.T) {
	t.Parallel()
	_, metrics := watchedServer(t)
	for _, want := range []string{
		`minimost_http_request_duration_seconds_count{method="POST",route="/send/:channel",status="2xx"} 3`,
		`minimost_http_request_duration_seconds_count{method="POST",route="/signup",status="3xx"} 2`,
		`minimost_http_request_duration_seconds_count{method="GET",route="/messages/:channel",status="4xx"} 1`,
		`minimost_http_request_duration_seconds_count{method="other",route="other",status="4xx"} 1`,
		`minimost_people_online{state="active"} 1`,
		`minimost_people_online{state="hidden"} 1`,
		`minimost_people_online{state="idle"} 0`,
		`minimost_sessions 2`,
		`minimost_sockets 0`,
		`minimost_writer_queue_writes 0`,
		`minimost_writer_failed_commits_total 0`,
	} {
		if !strings.Contains(metrics, want+"\n") {
			t.Errorf("no %s", want)
		}
	}
	for _, some := range []string{
		`minimost_writer_batch_writes_sum`, `minimost_writer_commit_duration_seconds_count{fsync="yes"}`,
		`minimost_writer_commit_duration_seconds_count{fsync="no"}`, `minimost_database_bytes`, `minimost_database_wal_bytes`,
		`process_open_fds`, `go_goroutines`, `minimost_build_info{version="`,
	} {
		if !regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(some) + `.*[1-9]`).MatchString(metrics) {
			t.Errorf("no %s above 0", some)
		}
	}
	if strings.Contains(metrics, "9876543210") || strings.Contains(metrics, "alice") {
		t.Error("the metrics tell who, or where")
	}
}

func TestMetricsHaveAnAddressOfTheirOwn(t *testing.T) {
	t.Parallel()
	p := launch(t, t.TempDir(), "--metrics-addr=127.0.0.1:0", "--push")
	url := p.metricsURL()
	for _, try := range []struct {
		method, url string
		status      int
	}{
		{"GET", url, 200}, {"POST", url, 405}, {"GET", strings.TrimSuffix(url, "/metrics") + "/livez", 404},
		{"GET", p.url + "/metrics", 404}, {"GET", url + "/more", 404},
	} {
		if status, _ := fetch(t, try.method, try.url); status != try.status {
			t.Errorf("%s %s: %d, want %d", try.method, try.url, status, try.status)
		}
	}
	if status := p.stop(); status != 0 {
		t.Errorf("status %d: %s", status, p.stderr)
	}
}
